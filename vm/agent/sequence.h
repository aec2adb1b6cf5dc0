/* What a process does without being asked for each operation. */
#ifndef SEQUENCE_H
#define SEQUENCE_H

#include <stdint.h>

#include "operation.h"

/* OP_SEQUENCE: the first count of the shared sequence, from the run's step-th on. */
void sequence_do(uint64_t count, uint64_t step, int64_t (*perform)(const struct operation *operation, uint64_t step));

#endif
