#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "clock.h"
#include "end.h"
#include "proc.h"
#include "process.h"
#include "shared.h"
#include "thp.h"

/* What a killed process may take to give back its memory. */
#define PATIENCE_US	30000000

enum state { UNUSED, LIVE, GONE };

struct process {
	enum state state;
	pid_t pid;
};

static struct process processes[PROCESSES];
/* One more than the highest index that was used in this run. */
static unsigned int size;
/* The run has locked memory. */
static bool locks;
/* The run has pinned memory. */
static bool pins;
/* A child of the server has died since somebody looked. */
static volatile sig_atomic_t deaths;

/* What the kernel's OOM killer thinks of the server: the file, and what it said at the start. */
static int oom_score = -1;
static char oom_score_own[16];

static void on_death(int signal)
{
	(void)signal;
	deaths = 1;
	atomic_fetch_add(&shared->events, 1);
}

void tree_prepare(void)
{
	struct sigaction action = { .sa_handler = on_death, .sa_flags = SA_NOCLDSTOP | SA_RESTART };

	shared_create();
	sigaction(SIGCHLD, &action, NULL);
	oom_score = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);
	if (oom_score < 0 || pread(oom_score, oom_score_own, sizeof(oom_score_own) - 1, 0) <= 0)
		fail("cannot read oom_score_adj: %m");
}

static void set_oom_score(const char *text)
{
	if (pwrite(oom_score, text, strlen(text), 0) < 0)
		fail("cannot set oom_score_adj: %m");
}

pid_t tree_pid(unsigned int process)
{
	return processes[process].state == LIVE ? processes[process].pid : 0;
}

unsigned int tree_size(void)
{
	return size;
}

static struct slot *reset_slot(unsigned int process)
{
	struct slot *slot = &shared->slots[process];

	memset(slot, 0, sizeof(*slot));
	slot->sent = 1;
	return slot;
}

static void add(unsigned int process, pid_t pid)
{
	processes[process] = (struct process){ .state = LIVE, .pid = pid };
	if (size <= process)
		size = process + 1;
	/* It may have died before its pid was known. */
	deaths = 1;
}

static bool died(unsigned int process, int status, struct verdict *verdict)
{
	if (WIFSIGNALED(status))
		return verdict_broken(verdict, "process %u was killed by signal %d", process, WTERMSIG(status));
	return verdict_broken(verdict, "process %u exited with status %d", process, WEXITSTATUS(status));
}

/* Reaps the dead; only the process that was told to exit may be among them. */
static bool bury(int exiting, struct verdict *verdict)
{
	int status;

	if (!deaths)
		return true;
	deaths = 0;
	for (unsigned int i = 0; i < size; i++) {
		if (processes[i].state != LIVE || waitpid(processes[i].pid, &status, WNOHANG) <= 0)
			continue;
		processes[i].state = GONE;
		proc_forget(processes[i].pid);
		if ((int)i != exiting || status)
			return died(i, status, verdict);
	}
	return true;
}

static bool await_answer(unsigned int process, int64_t deadline, struct verdict *verdict)
{
	const struct slot *slot = &shared->slots[process];

	for (;;) {
		unsigned int seen = atomic_load(&shared->events);

		if (atomic_load(&slot->answered) == atomic_load(&slot->sent))
			return true;
		if (!bury(-1, verdict))
			return false;
		if (shared_wait(&shared->events, seen, deadline))
			return verdict_timeout(verdict);
	}
}

static bool await_exit(unsigned int process, int64_t deadline, struct verdict *verdict)
{
	for (;;) {
		unsigned int seen = atomic_load(&shared->events);

		if (!bury(process, verdict))
			return false;
		if (processes[process].state == GONE)
			return true;
		if (shared_wait(&shared->events, seen, deadline))
			return verdict_timeout(verdict);
	}
}

static pid_t clone_into(int cgroup)
{
	struct clone_args arguments = {
		/* A table of descriptors of its own would be filled only to be emptied: see process_main. */
		.flags = CLONE_INTO_CGROUP | CLONE_FILES,
		.exit_signal = SIGCHLD,
		.cgroup = cgroup,
	};
	pid_t server = getpid();
	sigset_t all, old;
	pid_t pid;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old);
	/* If memory runs out, the scenario goes, not the server. It is cheaper to inherit it than to open one's own file in /proc. */
	set_oom_score("1000");
	pid = syscall(SYS_clone3, &arguments, sizeof(arguments));
	if (!pid)
		process_main(server);
	set_oom_score(oom_score_own);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return pid;
}

bool tree_start(int64_t deadline, struct verdict *verdict)
{
	int cgroup = cgroup_create();
	pid_t pid;

	locks = false;
	pins = false;
	if (cgroup < 0)
		return verdict_broken(verdict, "cannot create a cgroup: %m");
	reset_slot(0);
	pid = clone_into(cgroup);
	if (pid < 0)
		verdict_broken(verdict, "cannot start a process: %m");
	close(cgroup);
	if (pid < 0)
		return false;
	add(0, pid);
	return await_answer(0, deadline, verdict);
}

static void send_operation(const struct operation *operation, uint64_t step)
{
	struct slot *slot = &shared->slots[operation->process];

	slot->operation = *operation;
	slot->step = step;
	atomic_fetch_add(&slot->sent, 1);
	shared_wake(&slot->sent);
}

static bool execute_fork(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result,
			 struct verdict *verdict)
{
	unsigned int child = operation->argument[0];

	if (processes[child].state != UNUSED)
		return verdict_broken(verdict, "process %u exists already", child);
	reset_slot(child);
	send_operation(operation, step);
	if (!await_answer(operation->process, deadline, verdict))
		return false;
	*result = shared->slots[operation->process].result;
	if (*result <= 0) {
		*result = -*result;
		return true;
	}
	add(child, *result);
	*result = 0;
	return await_answer(child, deadline, verdict);
}

/*
 * MADV_FREE, MADV_COLD and MADV_PAGEOUT finish in per-CPU batches, and so does everything about locked memory. A batch holds a reference of each folio until
 * it is drained: a write fault would find the folio used by somebody else.
 */
static bool leaves_batches(const struct operation *operation)
{
	const uint64_t *argument = operation->argument;

	switch (operation->kind) {
	case OP_MADVISE:
		return locks || argument[2] == MADV_FREE || argument[2] == MADV_COLD || argument[2] == MADV_PAGEOUT;
	case OP_MMAP:
	case OP_MMAPFILE:
		locks |= !!(argument[3] & MAP_LOCKED);
		return locks;
	case OP_MLOCK:
	case OP_MLOCKALL:
		locks = true;
		return true;
	default:
		return locks;
	}
}

static bool drain(bool wanted, struct verdict *verdict)
{
	return !wanted || !thp_drain_lru() || verdict_broken(verdict, "cannot drain the LRU batches: %m");
}

bool tree_execute(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result, struct verdict *verdict)
{
	unsigned int process = operation->process;
	bool locked = locks, drains;

	if (processes[process].state != LIVE)
		return verdict_broken(verdict, "process %u is not alive", process);
	if (operation->kind == OP_FORK)
		return execute_fork(operation, step, deadline, result, verdict);
	pins |= operation->kind == OP_PIN;
	drains = leaves_batches(operation);
	/* A folio that is on no LRU list yet may not be counted as locked. */
	if (!drain(locks && !locked, verdict))
		return false;
	send_operation(operation, step);
	if (operation->kind == OP_EXIT) {
		*result = 0;
		return await_exit(process, deadline, verdict) && drain(drains, verdict);
	}
	if (!await_answer(process, deadline, verdict))
		return false;
	*result = shared->slots[process].result;
	return drain(drains, verdict);
}

/* Whether the kernel counts the process among the sleeping; the letter follows the name in parentheses. */
static bool sleeps(pid_t pid)
{
	char text[256];
	const char *state;

	if (proc_read(pid, PROC_STAT, text, sizeof(text)) < 0)
		return false;
	state = strrchr(text, ')');
	return state && !strncmp(state, ") S", 3);
}

static bool settle(unsigned int process, int64_t deadline, struct verdict *verdict)
{
	while (tree_pid(process) && !sleeps(tree_pid(process))) {
		if (!bury(-1, verdict))
			return false;
		if (now_us() > deadline)
			return verdict_timeout(verdict);
		sched_yield();
	}
	return true;
}

bool tree_settle(int64_t deadline, struct verdict *verdict)
{
	for (unsigned int i = 0; i < size; i++)
		if (!settle(i, deadline, verdict))
			return false;
	return true;
}

/* What a killed process has pinned is given back some time after its death only, and may be counted as the next run's. */
static void unpin_all(int64_t deadline)
{
	struct verdict verdict = VERDICT_COMPLETED;

	for (unsigned int i = 0; pins && i < size; i++) {
		struct operation unpin = { .process = i, .kind = OP_UNPIN };
		const struct slot *slot = &shared->slots[i];

		if (processes[i].state != LIVE || atomic_load(&slot->answered) != atomic_load(&slot->sent))
			continue;
		send_operation(&unpin, 0);
		if (!await_answer(i, deadline, &verdict))
			return;
	}
}

void tree_end(void)
{
	int64_t deadline = now_us() + PATIENCE_US;

	unpin_all(deadline);

	if (cgroup_kill() && errno != ENOENT)
		fail("cannot kill the scenario: %m");
	for (;;) {
		unsigned int seen = atomic_load(&shared->events);
		pid_t pid = waitpid(-1, NULL, WNOHANG);

		if (pid < 0)
			break;
		if (!pid && shared_wait(&shared->events, seen, deadline))
			fail("the scenario's processes survive their kill");
	}
	if (cgroup_remove())
		fail("cannot remove the scenario's cgroup: %m");
	for (unsigned int i = 0; i < size; i++)
		proc_forget(processes[i].pid);
	memset(processes, 0, size * sizeof(processes[0]));
	size = 0;
}
