/* The part of /proc/PID/numa_maps that is about the arena. */
#ifndef NUMA_MAPS_H
#define NUMA_MAPS_H

#include <stdbool.h>
#include <sys/types.h>

/* Whether the kernel has the file. */
bool numa_maps_known(void);
/* Writes the lines of the arena's VMAs to the output, as they are; nothing without the file. 0, or -1 with errno. */
int numa_maps_report(pid_t pid);

#endif
