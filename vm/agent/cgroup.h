/*
 * The scenario's cgroup: cgroup v2, a directory for the agent and in it one for runs, with the memory controller where
 * the hierarchy has it (it may be bound to cgroup v1 on a shared machine).
 */
#ifndef CGROUP_H
#define CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Finds or mounts the hierarchy; changes nothing else. */
void cgroup_find(void);
/* Makes the agent's directory and enables the memory controller. */
void cgroup_prepare(void);
/* A new cgroup for runs, or the one that was not removed: a descriptor of its directory, or -1 with errno. */
int cgroup_create(void);
/* Whether the run's cgroup has the memory controller. */
bool cgroup_has_memory(void);
/* Its memory.stat, as file_read. */
ssize_t cgroup_read_stat(char *text, size_t size);
/* What /proc/kpagecgroup says of its pages; 0, or -1 with errno. */
int cgroup_inode(uint64_t *inode);
/* Kills all that is in the run's cgroup; 0, or -1 with errno. */
int cgroup_kill(void);
/* Removes the run's cgroup once it is empty; 0, or -1 with errno. */
int cgroup_remove(void);
/* Kills and removes everything; safe in a signal handler, harmless before cgroup_prepare. */
void cgroup_clean(void);
/* The hello's line about it. */
void cgroup_report(void);

#endif
