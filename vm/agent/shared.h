/* The page that the server shares with the scenario's processes, and the two ways to wait on it. */
#ifndef SHARED_H
#define SHARED_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "operation.h"

/* One process. Its first operation is to come into being; each answer is counted after its result is there. */
struct slot {
	alignas(128) atomic_uint sent;
	atomic_uint answered;
	int64_t result;
	/* Index of the operation in the run; stores write it. */
	uint64_t step;
	struct operation operation;
};

/* What is read together at most. */
enum { LOAD_PAGES = 8192, LOAD_RANGES = 512 };

/* Pages from vpn on; what is said of them begins at index first of the arrays below. */
struct load_range {
	uint64_t vpn;
	uint32_t first;
	uint32_t count;
	/* A load by the process itself is allowed. */
	bool readable;
};

/* OP_LOAD reads the ranges from argument[0] to before argument[1]. */
struct load {
	/* Of all ranges. */
	uint32_t page_count;
	uint32_t range_count;
	struct load_range ranges[LOAD_RANGES];
	/* In: 0 for a page to be left alone. Out: what the page holds. */
	uint64_t words[LOAD_PAGES];
	/* Out: the signal that a page gave instead of a word, or 0. */
	uint8_t signals[LOAD_PAGES];
};

struct shared {
	/* Moves with every answer and with every death. */
	alignas(128) atomic_uint events;
	struct slot slots[PROCESSES];
	struct load load;
};

extern struct shared *shared;

void shared_create(void);
/* Waits while the word has the value; 0, or -1 if the deadline (now_us) has passed. Also returns early. */
int shared_wait(atomic_uint *word, unsigned int value, int64_t deadline);
void shared_wake(atomic_uint *word);

#endif
