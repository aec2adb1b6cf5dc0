/* Operations that several processes do at the same time. */
#ifndef TOGETHER_H
#define TOGETHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "operation.h"
#include "verdict.h"

/*
 * Has processes do operations at the same time, rounds times; results: as many, as of tree_execute. The run's steps begin with the given
 * one. False with the verdict set if the run cannot go on.
 */
bool together_execute(const struct operation *operations, size_t count, uint64_t rounds, uint64_t step, int64_t deadline, int64_t *results,
		      struct verdict *verdict);

#endif
