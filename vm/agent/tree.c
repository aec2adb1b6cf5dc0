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
#include "memcg.h"
#include "proc.h"
#include "process.h"
#include "shared.h"
#include "thp.h"

/* What a killed process may take to give back its memory. */
#define PATIENCE_US	30000000
#define THREAD_PATIENCE_US	50000

/* A process LINGERS when its first thread has ended before the others. */
enum state { UNUSED, LIVE, LINGERS, GONE };

/* Or a thread, whose leader is the process that it belongs to; a process is its own. */
struct process {
	enum state state;
	pid_t pid;
	unsigned int leader;
};

static struct process processes[PROCESSES];
/* One more than the highest index that was used in this run. */
static unsigned int size;
/* The run has locked memory. */
static bool locks;
/* The run has pinned memory. */
static bool pins;
/* The process that may end now, or -1; and the status that it may end with. */
static int ending = -1;
static int ending_status;
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

static void add(unsigned int process, pid_t pid, unsigned int leader)
{
	processes[process] = (struct process){ .state = LIVE, .pid = pid, .leader = leader };
	shared->slots[process].pid = processes[leader].pid;
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

static void remove_one(unsigned int process)
{
	if (processes[process].state == LIVE)
		proc_forget(processes[process].pid);
	processes[process].state = GONE;
}

static void remove_all(unsigned int leader)
{
	for (unsigned int i = 0; i < size; i++)
		if (processes[i].state != UNUSED && processes[i].leader == leader)
			remove_one(i);
}

static unsigned int count_threads(unsigned int leader)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < size; i++)
		count += processes[i].state == LIVE && processes[i].leader == leader;
	return count;
}

/* Reaps the dead; only the process that is ending may be among them. */
static bool bury(struct verdict *verdict)
{
	int status;

	if (!deaths)
		return true;
	deaths = 0;
	for (unsigned int i = 0; i < size; i++) {
		if (processes[i].leader != i || (processes[i].state != LIVE && processes[i].state != LINGERS) ||
		    waitpid(processes[i].pid, &status, WNOHANG) <= 0)
			continue;
		remove_all(i);
		if ((int)i != ending || status != ending_status)
			return died(i, status, verdict);
	}
	return true;
}

bool tree_await(unsigned int process, int64_t deadline, struct verdict *verdict)
{
	const struct slot *slot = &shared->slots[process];

	for (;;) {
		unsigned int seen = atomic_load(&shared->events);

		if (atomic_load(&slot->answered) == atomic_load(&slot->sent))
			return true;
		if (!bury(verdict))
			return false;
		if (shared_wait(&shared->events, seen, deadline))
			return verdict_timeout(verdict);
	}
}

static bool await_end(unsigned int leader, int64_t deadline, struct verdict *verdict)
{
	for (;;) {
		unsigned int seen = atomic_load(&shared->events);

		if (!bury(verdict))
			return false;
		if (processes[leader].state == GONE)
			return true;
		if (shared_wait(&shared->events, seen, deadline))
			return verdict_timeout(verdict);
	}
}

/* A thread's end tells itself, that of its process would not wake who waits for it. */
static bool await_thread_end(unsigned int process, int64_t deadline, struct verdict *verdict)
{
	struct slot *slot = &shared->slots[process];
	unsigned int tid;

	while ((tid = atomic_load(&slot->tid))) {
		int64_t now = now_us();

		if (!bury(verdict))
			return false;
		if (now > deadline)
			return verdict_timeout(verdict);
		shared_wait(&slot->tid, tid, now + THREAD_PATIENCE_US);
	}
	return true;
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
	ending = -1;
	if (cgroup < 0)
		return verdict_broken(verdict, "cannot create a cgroup: %m");
	reset_slot(0);
	pid = clone_into(cgroup);
	if (pid < 0)
		verdict_broken(verdict, "cannot start a process: %m");
	close(cgroup);
	if (pid < 0)
		return false;
	add(0, pid, 0);
	return tree_await(0, deadline, verdict);
}

void tree_send(const struct operation *operation, uint64_t step)
{
	struct slot *slot = &shared->slots[operation->process];

	slot->operation = *operation;
	slot->step = step;
	atomic_fetch_add(&slot->sent, 1);
	shared_wake(&slot->sent);
}

/* Makes a process or a thread. */
static bool execute_new(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result,
			struct verdict *verdict)
{
	unsigned int parent = operation->process, child = operation->argument[0];
	bool is_thread = operation->kind == OP_THREAD;

	if (processes[child].state != UNUSED)
		return verdict_broken(verdict, "process %u exists already", child);
	reset_slot(child);
	tree_send(operation, step);
	if (!tree_await(parent, deadline, verdict))
		return false;
	*result = shared->slots[parent].result;
	if (is_thread ? *result : *result <= 0) {
		*result = is_thread ? *result : -*result;
		return true;
	}
	if (!is_thread)
		add(child, *result, child);
	*result = 0;
	if (!tree_await(child, deadline, verdict))
		return false;
	if (is_thread)
		add(child, atomic_load(&shared->slots[child].tid), processes[parent].leader);
	return true;
}

static bool end_process(unsigned int leader, int status, int64_t deadline, struct verdict *verdict)
{
	bool done;

	ending_status = status;
	done = await_end(leader, deadline, verdict);
	ending = -1;
	return done;
}

static bool execute_exit(const struct operation *operation, uint64_t step, int64_t deadline, struct verdict *verdict)
{
	unsigned int process = operation->process, leader = processes[process].leader;

	if (count_threads(leader) == 1) {
		atomic_store(&shared->slots[process].tid, 0);
		ending = leader;
		tree_send(operation, step);
		return end_process(leader, 0, deadline, verdict);
	}
	atomic_store(&shared->slots[process].tid, processes[process].pid);
	tree_send(operation, step);
	if (!await_thread_end(process, deadline, verdict))
		return false;
	remove_one(process);
	if (process == leader)
		processes[process].state = LINGERS;
	return true;
}

static bool execute_kill(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result,
			 struct verdict *verdict)
{
	unsigned int process = operation->process, victim = operation->argument[0];
	unsigned int leader = processes[victim].leader;
	const struct operation unpin = { .process = victim, .kind = OP_UNPIN };

	if (processes[victim].state != LIVE)
		return verdict_broken(verdict, "process %u is not alive", victim);
	if (pins) {
		/* A ring that only its process's death closes gives the pins back some time later. */
		tree_send(&unpin, step);
		if (!tree_await(victim, deadline, verdict))
			return false;
	}
	*result = 0;
	ending = leader;
	ending_status = SIGKILL;
	tree_send(operation, step);
	if (processes[process].leader != leader) {
		if (!tree_await(process, deadline, verdict))
			return false;
		*result = shared->slots[process].result;
		if (*result) {
			ending = -1;
			return true;
		}
	}
	return end_process(leader, SIGKILL, deadline, verdict);
}

/* The process is the same, but whoever executes a program becomes its only thread. */
static bool execute_execve(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result,
			   struct verdict *verdict)
{
	unsigned int process = operation->process, leader = processes[process].leader;
	pid_t pid = processes[leader].pid;

	tree_send(operation, step);
	if (!tree_await(process, deadline, verdict))
		return false;
	*result = shared->slots[process].result;
	if (*result)
		return true;
	/* What is open of it in /proc is of the memory that is gone. */
	remove_all(leader);
	add(process, pid, process);
	return true;
}

static bool advice_leaves_batches(uint64_t advice)
{
	return advice == MADV_FREE || advice == MADV_COLD || advice == MADV_PAGEOUT;
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
		return locks || advice_leaves_batches(argument[2]);
	case OP_PROCESS_MADVISE:
		return locks || advice_leaves_batches(argument[3]);
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

static bool dispatch(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result, struct verdict *verdict)
{
	*result = 0;
	switch (operation->kind) {
	case OP_FORK:
	case OP_THREAD:
		return execute_new(operation, step, deadline, result, verdict);
	case OP_EXIT:
		return execute_exit(operation, step, deadline, verdict);
	case OP_KILL:
		return execute_kill(operation, step, deadline, result, verdict);
	case OP_EXECVE:
		return execute_execve(operation, step, deadline, result, verdict);
	default:
		tree_send(operation, step);
		if (!tree_await(operation->process, deadline, verdict))
			return false;
		*result = shared->slots[operation->process].result;
		return true;
	}
}

bool tree_note_batches(const struct operation *operation, struct verdict *verdict)
{
	bool locked = locks;

	leaves_batches(operation);
	return drain(locks && !locked, verdict);
}

bool tree_execute(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result, struct verdict *verdict)
{
	unsigned int process = operation->process;
	bool locked = locks, drains;

	if (processes[process].state != LIVE)
		return verdict_broken(verdict, "process %u is not alive", process);
	pins |= operation->kind == OP_PIN;
	drains = leaves_batches(operation);
	/* A folio that is on no LRU list yet may not be counted as locked. */
	if (!drain(locks && !locked, verdict))
		return false;
	return dispatch(operation, step, deadline, result, verdict) && drain(drains, verdict);
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
		if (!bury(verdict))
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
		tree_send(&unpin, 0);
		if (!tree_await(i, deadline, &verdict))
			return;
	}
}

void tree_end(void)
{
	int64_t deadline = now_us() + PATIENCE_US;

	unpin_all(deadline);
	/* cgroup.kill passes over processes whose first thread has ended: seen in 6.1 and 6.12, not in 7.3. */
	for (unsigned int i = 0; i < size; i++)
		if (processes[i].state == LINGERS)
			kill(processes[i].pid, SIGKILL);
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
	memcg_leave();
	if (cgroup_remove())
		fail("cannot remove the scenario's cgroup: %m");
	for (unsigned int i = 0; i < size; i++)
		proc_forget(processes[i].pid);
	memset(processes, 0, size * sizeof(processes[0]));
	size = 0;
}
