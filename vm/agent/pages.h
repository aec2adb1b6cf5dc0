/* Memory of the server that scenario processes do not inherit, so that a fork neither copies nor write-protects it. */
#ifndef PAGES_H
#define PAGES_H

#include <stddef.h>

/* Zeroed memory, page aligned; fails if there is none. */
void *pages_alloc(size_t size);
/* The same content in a larger block. */
void *pages_grow(void *pages, size_t size, size_t larger);

#endif
