/* What the kernel says of a whole process: smaps_rollup and status. */
#ifndef TOTALS_H
#define TOTALS_H

#include <sys/types.h>

/* Writes the rollup and the status line; 0, or -1 with errno. */
int totals_report(pid_t pid);

#endif
