#include "execute.h"

#include <string.h>

#include "batches.h"
#include "lifetime.h"
#include "shared.h"
#include "tree.h"

/* Nobody but its process has to do anything about it. */
static bool is_alone(const struct operation *operation)
{
	return operation->kind < OP_SERVER && !lifetime_has(operation->kind) && !batches_matter(operation);
}

size_t execute_length(const struct operation *operations, size_t count)
{
	size_t length = 0;

	while (length < count && length < SEQUENCE && operations[length].process == operations[0].process && is_alone(&operations[length]))
		length++;
	return length ? length : 1;
}

static bool is_alive(unsigned int process, struct verdict *verdict)
{
	return tree_pid(process) || verdict_broken(verdict, "process %u is not alive", process);
}

static void note_pins(const struct operation *operation)
{
	if (operation->kind == OP_PIN)
		tree_note_pins();
}

bool execute_sequence(const struct operation *operations, size_t count, uint64_t step, int64_t deadline, int64_t *results,
		      size_t *done, struct verdict *verdict)
{
	const struct operation all = { .process = operations[0].process, .kind = OP_SEQUENCE, .argument = { count } };
	struct sequence *sequence = &shared->sequence;
	int64_t result;
	bool answered;

	*done = 0;
	if (!is_alive(operations[0].process, verdict))
		return false;
	for (size_t i = 0; i < count; i++)
		note_pins(&operations[i]);
	memcpy(sequence->operations, operations, count * sizeof(*operations));
	atomic_store(&sequence->done, 0);
	answered = tree_ask(&all, step, deadline, &result, verdict);
	*done = atomic_load(&sequence->done);
	memcpy(results, sequence->results, *done * sizeof(*results));
	return answered;
}

bool execute(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result, struct verdict *verdict)
{
	bool done;

	if (!is_alive(operation->process, verdict) || !batches_before(operation, verdict))
		return false;
	note_pins(operation);
	if (lifetime_has(operation->kind))
		done = lifetime_execute(operation, step, deadline, result, verdict);
	else
		done = tree_ask(operation, step, deadline, result, verdict);
	return done && batches_after(operation, verdict);
}
