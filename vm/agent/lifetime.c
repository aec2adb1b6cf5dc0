#include "lifetime.h"

#include <signal.h>
#include <sys/types.h>

#include "clock.h"
#include "shared.h"
#include "tree.h"

#define THREAD_PATIENCE_US	50000

bool lifetime_has(enum kind kind)
{
	switch (kind) {
	case OP_FORK:
	case OP_THREAD:
	case OP_EXIT:
	case OP_KILL:
	case OP_EXECVE:
		return true;
	default:
		return false;
	}
}

static bool make_process(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result,
			 struct verdict *verdict)
{
	unsigned int child = operation->argument[0];

	if (!tree_reserve(child, verdict) || !tree_ask(operation, step, deadline, result, verdict))
		return false;
	if (*result <= 0) {
		*result = -*result;
		return true;
	}
	tree_add(child, *result, child);
	*result = 0;
	return tree_await(child, deadline, verdict);
}

static bool make_thread(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result,
			struct verdict *verdict)
{
	unsigned int thread = operation->argument[0];

	if (!tree_reserve(thread, verdict) || !tree_ask(operation, step, deadline, result, verdict))
		return false;
	if (*result)
		return true;
	if (!tree_await(thread, deadline, verdict))
		return false;
	tree_add(thread, atomic_load(&shared->slots[thread].tid), tree_leader(operation->process));
	return true;
}

/* A thread's end tells itself, that of its process would not wake who waits for it. */
static bool await_thread_end(unsigned int process, int64_t deadline, struct verdict *verdict)
{
	struct slot *slot = &shared->slots[process];
	unsigned int tid;

	while ((tid = atomic_load(&slot->tid))) {
		int64_t now = now_us();

		if (!tree_bury(verdict))
			return false;
		if (now > deadline)
			return verdict_timeout(verdict);
		shared_wait(&slot->tid, tid, now + THREAD_PATIENCE_US);
	}
	return true;
}

static bool end(const struct operation *operation, uint64_t step, int64_t deadline, struct verdict *verdict)
{
	unsigned int process = operation->process, leader = tree_leader(process);

	if (tree_threads(leader) == 1) {
		atomic_store(&shared->slots[process].tid, 0);
		tree_expect_end(leader, 0);
		tree_send(operation, step);
		return tree_await_end(leader, deadline, verdict);
	}
	atomic_store(&shared->slots[process].tid, tree_pid(process));
	tree_send(operation, step);
	if (!await_thread_end(process, deadline, verdict))
		return false;
	tree_remove_thread(process);
	return true;
}

static bool end_another(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result,
			struct verdict *verdict)
{
	unsigned int process = operation->process, victim = operation->argument[0];
	unsigned int leader = tree_leader(victim);

	if (!tree_pid(victim))
		return verdict_broken(verdict, "process %u is not alive", victim);
	/* A ring that only its process's death closes gives the pins back some time later. */
	if (!tree_unpin(victim, step, deadline, verdict))
		return false;
	*result = 0;
	tree_expect_end(leader, SIGKILL);
	if (tree_leader(process) == leader) {
		tree_send(operation, step);
	} else {
		if (!tree_ask(operation, step, deadline, result, verdict))
			return false;
		if (*result) {
			tree_expect_no_end();
			return true;
		}
	}
	return tree_await_end(leader, deadline, verdict);
}

/* The process is the same, but whoever executes a program becomes its only thread. */
static bool become(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result, struct verdict *verdict)
{
	unsigned int process = operation->process, leader = tree_leader(process);
	/* Also if the first thread has ended. */
	pid_t pid = shared->slots[process].pid;

	if (!tree_ask(operation, step, deadline, result, verdict))
		return false;
	if (*result)
		return true;
	/* What is open of it in /proc is of the memory that is gone. */
	tree_remove(leader);
	tree_add(process, pid, process);
	return true;
}

bool lifetime_execute(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result, struct verdict *verdict)
{
	*result = 0;
	switch (operation->kind) {
	case OP_FORK:
		return make_process(operation, step, deadline, result, verdict);
	case OP_THREAD:
		return make_thread(operation, step, deadline, result, verdict);
	case OP_EXIT:
		return end(operation, step, deadline, verdict);
	case OP_KILL:
		return end_another(operation, step, deadline, result, verdict);
	default:
		return become(operation, step, deadline, result, verdict);
	}
}
