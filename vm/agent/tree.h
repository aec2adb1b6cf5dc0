/* The processes and threads of the running scenario, seen from the server. */
#ifndef TREE_H
#define TREE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "operation.h"
#include "verdict.h"

/* Once, before the first run. */
void tree_prepare(void);
/* Starts process 0 in the run's cgroup. All that return bool return false with the verdict set if the run cannot go on. */
bool tree_start(int64_t deadline, struct verdict *verdict);
/* Ends all processes; their cgroup goes unless the run was completed and it is as a new one. Fails if they cannot be ended. */
void tree_end(bool completed);

/* The pid of a process, or 0 if it is not alive; for indices below tree_size. */
pid_t tree_pid(unsigned int process);
unsigned int tree_size(void);
/* The process that a thread belongs to; a process is its own. */
unsigned int tree_leader(unsigned int process);
/* How many threads of a process live. */
unsigned int tree_threads(unsigned int leader);

/* Has a process execute an operation, the run's step-th, by itself; what it answers. */
bool tree_ask(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result, struct verdict *verdict);
/* The same in its parts: sends an operation, and waits until the process has answered. */
void tree_send(const struct operation *operation, uint64_t step);
bool tree_await(unsigned int process, int64_t deadline, struct verdict *verdict);

/* Before a process or thread comes into being; its answers to nothing are to be awaited. */
bool tree_reserve(unsigned int process, struct verdict *verdict);
void tree_add(unsigned int process, pid_t pid, unsigned int leader);
/* A process with all its threads is gone; a thread is. */
void tree_remove(unsigned int leader);
void tree_remove_thread(unsigned int process);
/* The process that may end now, and the wait status that it may end with; nobody may. */
void tree_expect_end(unsigned int leader, int status);
void tree_expect_no_end(void);
/* Waits until the process that may end has ended. */
bool tree_await_end(unsigned int leader, int64_t deadline, struct verdict *verdict);
/* Reaps the dead; only the process that may end can be among them. */
bool tree_bury(struct verdict *verdict);

/* The run pins memory. */
void tree_note_pins(void);
/* If it does, has a process give back what it has pinned. */
bool tree_unpin(unsigned int process, uint64_t step, int64_t deadline, struct verdict *verdict);

#endif
