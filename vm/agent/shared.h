/* The page that the server shares with the scenario's processes, and the two ways to wait on it. */
#ifndef SHARED_H
#define SHARED_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "operation.h"

/* One process. Its first operation is to come into being; each answer is counted after its result is there. */
struct slot {
	alignas(128) atomic_uint sent;
	atomic_uint answered;
	int64_t result;
	/* Of the process that it belongs to, for those who signal it. */
	pid_t pid;
	/* Of a thread; the kernel clears it when the thread ends and the process does not. */
	atomic_uint tid;
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

/* What processes do together, each process's operations one after the other; OP_ROUNDS says which. */
struct together {
	/* How many have come to the barrier, and how often all have. */
	alignas(128) atomic_uint arrived;
	atomic_uint round;
	struct operation operations[TOGETHER];
	/* Indices of the operations in the run. */
	uint64_t steps[TOGETHER];
	/* The first one of each operation that was not 0. */
	int64_t results[TOGETHER];
};

/* What one process does by itself, the first operation first. */
struct sequence {
	struct operation operations[SEQUENCE];
	int64_t results[SEQUENCE];
	atomic_uint done;
};

struct shared {
	/* Moves with every answer and with every death. */
	alignas(128) atomic_uint events;
	/* The server's descriptor of all this. */
	int descriptor;
	/* The server's descriptor for stir(); below 0: the errno that there was instead, or none is needed. */
	int stirrer;
	/* On one page with the first slots: each page is a fault of each process. */
	struct sequence sequence;
	struct slot slots[PROCESSES];
	struct load load;
	struct together together;
};

extern struct shared *shared;

void shared_create(void);
/* In a process that has none of the server's memory: maps what the server has made; false with errno if that is impossible. */
bool shared_find(pid_t server, int descriptor);
/* Waits while the word has the value; 0, or -1 if the deadline (now_us) has passed. Also returns early. */
int shared_wait(atomic_uint *word, unsigned int value, int64_t deadline);
void shared_wake(atomic_uint *word);
void shared_wake_all(atomic_uint *word);

#endif
