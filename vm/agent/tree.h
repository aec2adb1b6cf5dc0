/* The processes of the running scenario, seen from the server. */
#ifndef TREE_H
#define TREE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "operation.h"
#include "verdict.h"

/* Once, before the first run. */
void tree_prepare(void);
/* Starts process 0 in a new cgroup. All of these return false with the verdict set if the run cannot go on. */
bool tree_start(int64_t deadline, struct verdict *verdict);
/* Has a process execute an operation, the run's step-th; result: 0, an errno, or minus a signal number. */
bool tree_execute(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result, struct verdict *verdict);
/* The same in its parts: sends an operation, and waits until the process has answered. */
void tree_send(const struct operation *operation, uint64_t step);
bool tree_await(unsigned int process, int64_t deadline, struct verdict *verdict);
/* Remembers what an operation leaves in the LRU batches; drains them if it is the first one that locks. */
bool tree_note_batches(const struct operation *operation, struct verdict *verdict);
/* Waits until every process sleeps. */
bool tree_settle(int64_t deadline, struct verdict *verdict);
/* The pid of a process, or 0 if it is not alive; for indices below tree_size. */
pid_t tree_pid(unsigned int process);
unsigned int tree_size(void);
/* Ends all processes and removes their cgroup. Fails if they cannot be ended. */
void tree_end(void);

#endif
