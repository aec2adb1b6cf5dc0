/* The memory statistics of the scenario's cgroup. */
#ifndef MEMCG_H
#define MEMCG_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "verdict.h"

/* Once. */
void memcg_prepare(void);
/* In the first process of a run, as long as it has the server's table of descriptors. */
void memcg_enter(void);
/* When the run's processes are gone: whether its cgroup can serve the next one, since all that is observed of it is 0 again. */
bool memcg_is_as_new(void);
/* Before the cgroup is removed. */
void memcg_leave(void);
/* Before an observation reads anything. */
void memcg_begin(void);
/* After smaps of a process was read. */
void memcg_note(pid_t pid);
/* Writes the memcg line, unless there is no memory controller or no process lives. Comes last: reading contents gives processes pages of their own. */
bool memcg_report(struct verdict *verdict);

#endif
