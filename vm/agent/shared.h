/* The page that the server shares with the scenario's processes, and the two ways to wait on it. */
#ifndef SHARED_H
#define SHARED_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>

#include "operation.h"

/* One process. Its first operation is to come into being; each answer is counted after its result is there. */
struct slot {
	alignas(128) atomic_uint sent;
	atomic_uint answered;
	int64_t result;
	/* Counts the operations of the run; what a store writes. */
	uint64_t serial;
	struct operation operation;
};

struct shared {
	/* Moves with every answer and with every death. */
	alignas(128) atomic_uint events;
	struct slot slots[PROCESSES];
};

extern struct shared *shared;

void shared_create(void);
/* Waits while the word has the value; 0, or -1 if the deadline (now_us) has passed. Also returns early. */
int shared_wait(atomic_uint *word, unsigned int value, int64_t deadline);
void shared_wake(atomic_uint *word);

#endif
