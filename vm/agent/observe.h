/* The observe operation. */
#ifndef OBSERVE_H
#define OBSERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "verdict.h"

/* Stops, drains, looks, and writes the observation of step to the output; false with the verdict set if it could not. */
bool observe(size_t step, int64_t deadline, struct verdict *verdict);

#endif
