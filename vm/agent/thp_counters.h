/* The system's counters of THPs, since the run began. */
#ifndef THP_COUNTERS_H
#define THP_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

/* Opens the files, once. */
void thp_counters_prepare(void);
/* THP allocations of any size in faults that fell back to smaller folios so far; -1 with errno. */
int64_t thp_counters_fallbacks(void);
/* A run begins; 0, or -1 with errno. */
int thp_counters_begin(void);
/* Others use THPs as well from now on, until the run ends: the counters say nothing of it any more. */
void thp_counters_share(void);
/* Whether they do so in this run. */
bool thp_counters_are_shared(void);
/* Writes how much they have grown to the output, if they say something; 0, or -1 with errno. */
int thp_counters_report(void);

#endif
