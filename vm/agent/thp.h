/* PMD-sized THPs of the server itself: they drain the LRU batches, and keep the huge zero page and khugepaged's list. */
#ifndef THP_H
#define THP_H

#include <stddef.h>

/* Bytes of a PMD-sized THP; 0 if the kernel has none. */
size_t thp_size(void);
/* Makes the two scratch THPs. */
void thp_prepare(void);
/* Drains the LRU batches of all CPUs, if the kernel has THP; 0, or -1 with errno. */
int thp_drain_lru(void);

#endif
