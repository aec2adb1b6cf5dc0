/* Operations by which processes and threads come into being, become others and end. */
#ifndef LIFETIME_H
#define LIFETIME_H

#include <stdbool.h>
#include <stdint.h>

#include "operation.h"
#include "verdict.h"

/* Whether an operation is one of them. */
bool lifetime_has(enum kind kind);
/* Has a process execute one, as of execute(). */
bool lifetime_execute(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result, struct verdict *verdict);

#endif
