/* Makes the kernel sum up the counters of the run's cgroup, whose memory.stat would else be as of some time ago. */
#ifndef STIR_H
#define STIR_H

#include <stdint.h>

/* A descriptor, or -1 with errno. For a process in the cgroup: what stir() charges is charged to the cgroup of the process that opened it. */
int stir_open(void);
/* 0, or -1 with errno. */
int stir(int descriptor);

#endif
