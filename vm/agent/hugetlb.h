/* The pools of huge pages that scenarios may use: those that nobody else does. */
#ifndef HUGETLB_H
#define HUGETLB_H

#include <stdint.h>

/* Looks for them; changes nothing. */
void hugetlb_find(void);
/* Their sizes in kB, separated by commas, or "none". */
const char *hugetlb_sizes(void);
/* For this run: how many pages the pool of a size has, and how many more it may have. 0, or -1 with errno (ENOENT: no such pool). */
int hugetlb_set(uint64_t size, uint64_t pages, uint64_t overcommit);
/* How many pages could not be had for this run's pools. */
int64_t hugetlb_missing(void);
/* The lines about the pools that this run has set. 0, or -1 with errno. */
int hugetlb_report(void);
/* After a run: empty. */
void hugetlb_reset(void);
/* As they were; safe in a signal handler, harmless before hugetlb_find. */
void hugetlb_clean(void);

#endif
