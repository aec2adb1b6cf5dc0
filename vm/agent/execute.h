/* What the scenario's processes are asked to do. */
#ifndef EXECUTE_H
#define EXECUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "operation.h"
#include "verdict.h"

/*
 * Has a process execute an operation, the run's step-th; result: 0, an errno, or minus a signal number. False with the verdict set if
 * the run cannot go on.
 */
bool execute(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result, struct verdict *verdict);

/* How many operations from the first on one process can execute without being asked for each: at least 1, at most SEQUENCE. */
size_t execute_length(const struct operation *operations, size_t count);

/*
 * Has a process execute as many, one after the other; results: as many, as of execute(). False with the verdict set if the run cannot go
 * on; *done says in either case how many have been executed.
 */
bool execute_sequence(const struct operation *operations, size_t count, uint64_t step, int64_t deadline, int64_t *results,
		      size_t *done, struct verdict *verdict);

#endif
