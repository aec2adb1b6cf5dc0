/* Quiescence: what is looked at does nothing meanwhile. */
#ifndef SETTLE_H
#define SETTLE_H

#include <stdbool.h>
#include <stdint.h>

#include "verdict.h"

/* Waits until every process sleeps; false with the verdict set if one does not. */
bool settle(int64_t deadline, struct verdict *verdict);

#endif
