/* Counters of /proc/vmstat. */
#ifndef VMSTAT_H
#define VMSTAT_H

#include <stdint.h>

/* THP allocations in faults that fell back so far, for want of memory or of memcg charge; -1 if it cannot be read. */
int64_t vmstat_thp_fallbacks(void);

#endif
