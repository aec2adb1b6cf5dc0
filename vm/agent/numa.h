/* Pages on NUMA nodes. */
#ifndef NUMA_H
#define NUMA_H

#include <stdbool.h>
#include <stdint.h>

/* Whether nodes 0 and 1 have memory, this process runs on node 0, and pages can be moved. */
bool numa_known(void);
/* Moves the pages of a range that nobody else maps; 0, an errno, or EACCES if one of them is on another node afterwards. */
int64_t move_range(uint64_t address, uint64_t length, int node);

#endif
