#include "batches.h"

#include <sys/mman.h>

#include "thp.h"

/* The run has locked memory. */
static bool locks;

void batches_begin(void)
{
	locks = false;
}

static bool is_locking(const struct operation *operation)
{
	switch (operation->kind) {
	case OP_MMAP:
	case OP_MMAPFILE:
		return operation->argument[3] & MAP_LOCKED;
	case OP_MLOCK:
	case OP_MLOCKALL:
		return true;
	default:
		return false;
	}
}

static bool advice_leaves_batches(uint64_t advice)
{
	return advice == MADV_FREE || advice == MADV_COLD || advice == MADV_PAGEOUT;
}

static bool is_advice_with_batches(const struct operation *operation)
{
	switch (operation->kind) {
	case OP_MADVISE:
		return advice_leaves_batches(operation->argument[2]);
	case OP_PROCESS_MADVISE:
		return advice_leaves_batches(operation->argument[3]);
	default:
		return false;
	}
}

/* These kinds of advice and the marks of a read finish in batches, and so does everything about locked memory. */
bool batches_matter(const struct operation *operation)
{
	return locks || is_locking(operation) || is_advice_with_batches(operation) || operation->kind == OP_PREAD;
}

bool batches_drain(struct verdict *verdict)
{
	return !thp_drain_lru() || verdict_broken(verdict, "cannot drain the LRU batches: MADV_COLLAPSE: %m");
}

/* A folio that is on no LRU list yet may not be counted as locked. */
bool batches_before(const struct operation *operation, struct verdict *verdict)
{
	if (locks || !is_locking(operation))
		return true;
	locks = true;
	return batches_drain(verdict);
}

bool batches_after(const struct operation *operation, struct verdict *verdict)
{
	return !batches_matter(operation) || batches_drain(verdict);
}
