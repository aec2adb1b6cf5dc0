#include "together.h"

#include "batches.h"
#include "processors.h"
#include "shared.h"
#include "tree.h"

static bool may_be_together(const struct operation *operation)
{
	switch (operation->kind) {
	case OP_MMAP:
	case OP_MUNMAP:
	case OP_MPROTECT:
	case OP_MADVISE:
	case OP_PROCESS_MADVISE:
	case OP_MLOCK:
	case OP_MUNLOCK:
	case OP_TOUCH:
	case OP_FORK_EXIT:
	case OP_FALLOCATE:
	case OP_PWRITE:
		return true;
	default:
		return false;
	}
}

/* Sorts operations by process; how many take part, or 0 with the verdict set. */
static unsigned int gather_together(const struct operation *operations, size_t count, uint64_t rounds, uint64_t step,
				    struct operation *parts, size_t *places, struct verdict *verdict)
{
	struct together *together = &shared->together;
	unsigned int parties = 0;
	size_t done = 0;

	for (unsigned int process = 0; process < tree_size(); process++) {
		size_t first = done;

		for (size_t i = 0; i < count; i++) {
			if (operations[i].process != process)
				continue;
			together->operations[done] = operations[i];
			together->steps[done] = step + i;
			together->results[done] = 0;
			places[done++] = i;
		}
		if (done == first)
			continue;
		parts[parties] = (struct operation){
			.process = process,
			.kind = OP_ROUNDS,
			.argument = { first, done - first, rounds, 0, processors_at(parties), processors_at(0) },
		};
		parties++;
	}
	for (unsigned int i = 0; i < parties; i++) {
		parts[i].argument[3] = parties;
		if (!tree_pid(parts[i].process)) {
			verdict_broken(verdict, "process %u is not alive", parts[i].process);
			return 0;
		}
	}
	if (done == count)
		return parties;
	verdict_broken(verdict, "a process that does something together does not exist");
	return 0;
}

bool together_execute(const struct operation *operations, size_t count, uint64_t rounds, uint64_t step, int64_t deadline,
			   int64_t *results, struct verdict *verdict)
{
	struct operation parts[TOGETHER];
	size_t places[TOGETHER];
	unsigned int parties;

	for (size_t i = 0; i < count; i++) {
		if (!may_be_together(&operations[i]))
			return verdict_broken(verdict, "operation %zu cannot be done together", (size_t)step + i);
		if (!batches_before(&operations[i], verdict))
			return false;
	}
	parties = gather_together(operations, count, rounds, step, parts, places, verdict);
	/* A process that changes CPU would never drain the batch of the other one, which holds references of folios that it writes to. */
	if (!parties || !batches_drain(verdict))
		return false;
	for (unsigned int i = 0; i < parties; i++)
		tree_send(&parts[i], step);
	for (unsigned int i = 0; i < parties; i++) {
		if (!tree_await(parts[i].process, deadline, verdict))
			return false;
		if (shared->slots[parts[i].process].result)
			return verdict_broken(verdict, "process %u cannot change CPU: errno %d", parts[i].process,
					      (int)shared->slots[parts[i].process].result);
	}
	for (size_t i = 0; i < count; i++)
		results[places[i]] = shared->together.results[i];
	return batches_drain(verdict);
}
