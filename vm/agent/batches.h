/*
 * The kernel's per-CPU batches of folios that are on their way to an LRU list. A batch holds a reference of each folio until it is
 * drained: a write fault would find the folio used by somebody else.
 */
#ifndef BATCHES_H
#define BATCHES_H

#include <stdbool.h>

#include "operation.h"
#include "verdict.h"

/* A new run: nothing is locked. */
void batches_begin(void);
/* Whether an operation needs batches_before or batches_after to do something. */
bool batches_matter(const struct operation *operation);
/* Before an operation; both return false with the verdict set if the batches cannot be drained. */
bool batches_before(const struct operation *operation, struct verdict *verdict);
/* After one. */
bool batches_after(const struct operation *operation, struct verdict *verdict);
/* Drains them. */
bool batches_drain(struct verdict *verdict);

#endif
