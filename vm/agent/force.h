/* Reading memory that a process itself may not read, as a debugger does: some kernels let nobody else. */
#ifndef FORCE_H
#define FORCE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "verdict.h"

/* Stops the process and opens its memory: a descriptor, or -1 with the verdict set. */
int force_begin(pid_t pid, int64_t deadline, struct verdict *verdict);
/* Closes it and lets the process go on. */
bool force_end(pid_t pid, int memory, struct verdict *verdict);

#endif
