/* What a process does at the same time as others. */
#ifndef ROUNDS_H
#define ROUNDS_H

#include <stdint.h>

#include "operation.h"

/* OP_ROUNDS: first, count, rounds, how many processes take part, the CPU for it, the CPU for afterwards. 0 or an errno. */
int64_t rounds_do(const uint64_t *argument, int64_t (*perform)(const struct operation *operation, uint64_t step));

#endif
