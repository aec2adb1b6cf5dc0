/* The files of /proc/PID. They are looked at again and again, so those of the first processes of a run stay open. */
#ifndef PROC_H
#define PROC_H

#include <stdbool.h>
#include <sys/types.h>

enum proc_file { PROC_MAPS, PROC_NUMA_MAPS, PROC_PAGEMAP, PROC_ROLLUP, PROC_SMAPS, PROC_STAT, PROC_STATUS, PROC_FILES };

/* Once. */
void proc_prepare(void);
/* Opens a file of a process, at its beginning; a descriptor, or -1 with errno. */
int proc_open(pid_t pid, enum proc_file file);
/* Ends its use; keeps errno. */
void proc_close(pid_t pid, enum proc_file file, int fd);
/* Reads at most size - 1 bytes and ends them with a NUL; the length, or -1 with errno. */
ssize_t proc_read(pid_t pid, enum proc_file file, char *text, size_t size);
/* Closes what stayed open of a process that is gone. */
void proc_forget(pid_t pid);

#endif
