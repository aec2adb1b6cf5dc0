/* The memory statistics of the scenario's cgroup. */
#ifndef MEMCG_H
#define MEMCG_H

#include <stdbool.h>
#include <stdint.h>

#include "verdict.h"

/* Once. */
void memcg_prepare(void);
/* Writes the memcg line, unless there is no memory controller or no process lives. */
bool memcg_report(int64_t deadline, struct verdict *verdict);

#endif
