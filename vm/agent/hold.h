/* References of pages that a process takes and keeps: pins of a buffer registered with io_uring, and the pages of a pipe. */
#ifndef HOLD_H
#define HOLD_H

#include <stdbool.h>
#include <stdint.h>

/* Whether buffers can be registered with io_uring. */
bool pin_known(void);

/* Each 0 or an errno. */
int64_t pin_range(uint64_t address, uint64_t length);
int64_t splice_range(uint64_t address, uint64_t length);

/* All that the process holds. Closing the ring would give the pins back some time later. */
void pin_forget(void);
void splice_forget(void);
/* In a new child: what it has is its parent's. */
void hold_inherit(void);

#endif
