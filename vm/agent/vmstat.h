/* Counters of /proc/vmstat. */
#ifndef VMSTAT_H
#define VMSTAT_H

#include <stddef.h>
#include <stdint.h>

/* Reads counters whose names begin with "thp_", a missing one as 0; 0, or -1 with errno. */
int vmstat_read_thp(const char *const *names, size_t count, int64_t *values);
/* THP allocations in faults that fell back so far, for want of memory or of memcg charge; -1 if it cannot be read. */
int64_t vmstat_thp_fallbacks(void);

#endif
