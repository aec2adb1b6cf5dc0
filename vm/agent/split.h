/* Splitting folios through debugfs. */
#ifndef SPLIT_H
#define SPLIT_H

#include <stdbool.h>
#include <stdint.h>

bool split_known(void);
/* Address, length and order; 0 or an errno. */
int64_t split_range(const uint64_t *argument);

#endif
