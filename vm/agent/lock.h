/* One agent a kernel: the settings and the counters are the whole kernel's. */
#ifndef LOCK_H
#define LOCK_H

/* Takes the lock, for as long as the agent or its guardian lives; fails if another one keeps it. */
void lock_kernel(void);

#endif
