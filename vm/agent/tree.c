#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <string.h>
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

/* What a killed process may take to give back its memory. */
#define PATIENCE_US	30000000

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

unsigned int tree_leader(unsigned int process)
{
	return processes[process].leader;
}

static void reset_slot(unsigned int process)
{
	struct slot *slot = &shared->slots[process];

	memset(slot, 0, sizeof(*slot));
	slot->sent = 1;
}

bool tree_reserve(unsigned int process, struct verdict *verdict)
{
	if (processes[process].state != UNUSED)
		return verdict_broken(verdict, "process %u exists already", process);
	reset_slot(process);
	return true;
}

void tree_add(unsigned int process, pid_t pid, unsigned int leader)
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

void tree_remove(unsigned int leader)
{
	for (unsigned int i = 0; i < size; i++)
		if (processes[i].state != UNUSED && processes[i].leader == leader)
			remove_one(i);
}

void tree_remove_thread(unsigned int process)
{
	remove_one(process);
	if (processes[process].leader == process)
		processes[process].state = LINGERS;
}

unsigned int tree_threads(unsigned int leader)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < size; i++)
		count += processes[i].state == LIVE && processes[i].leader == leader;
	return count;
}

void tree_expect_end(unsigned int leader, int status)
{
	ending = leader;
	ending_status = status;
}

void tree_expect_no_end(void)
{
	ending = -1;
}

bool tree_bury(struct verdict *verdict)
{
	int status;

	if (!deaths)
		return true;
	deaths = 0;
	for (unsigned int i = 0; i < size; i++) {
		if (processes[i].leader != i || (processes[i].state != LIVE && processes[i].state != LINGERS) ||
		    waitpid(processes[i].pid, &status, WNOHANG) <= 0)
			continue;
		tree_remove(i);
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
		if (!tree_bury(verdict))
			return false;
		if (shared_wait(&shared->events, seen, deadline))
			return verdict_timeout(verdict);
	}
}

bool tree_await_end(unsigned int leader, int64_t deadline, struct verdict *verdict)
{
	for (;;) {
		unsigned int seen = atomic_load(&shared->events);

		if (!tree_bury(verdict))
			return false;
		if (processes[leader].state == GONE) {
			tree_expect_no_end();
			return true;
		}
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

	pins = false;
	tree_expect_no_end();
	if (cgroup < 0)
		return verdict_broken(verdict, "cannot create a cgroup: %m");
	reset_slot(0);
	pid = clone_into(cgroup);
	if (pid < 0)
		return verdict_broken(verdict, "cannot start a process: %m");
	tree_add(0, pid, 0);
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

bool tree_ask(const struct operation *operation, uint64_t step, int64_t deadline, int64_t *result, struct verdict *verdict)
{
	tree_send(operation, step);
	if (!tree_await(operation->process, deadline, verdict))
		return false;
	*result = shared->slots[operation->process].result;
	return true;
}

void tree_note_pins(void)
{
	pins = true;
}

bool tree_unpin(unsigned int process, uint64_t step, int64_t deadline, struct verdict *verdict)
{
	const struct operation unpin = { .process = process, .kind = OP_UNPIN };
	int64_t result;

	return !pins || tree_ask(&unpin, step, deadline, &result, verdict);
}

/* What a killed process has pinned is given back some time after its death only, and may be counted as the next run's. */
static void unpin_all(int64_t deadline)
{
	struct verdict verdict = VERDICT_COMPLETED;

	for (unsigned int i = 0; i < size; i++) {
		const struct slot *slot = &shared->slots[i];

		if (processes[i].state != LIVE || atomic_load(&slot->answered) != atomic_load(&slot->sent))
			continue;
		if (!tree_unpin(i, 0, deadline, &verdict))
			return;
	}
}

static void kill_all(void)
{
	for (unsigned int i = 0; i < size; i++)
		if (processes[i].leader == i && (processes[i].state == LIVE || processes[i].state == LINGERS))
			kill(processes[i].pid, SIGKILL);
}

static void reap_all(int64_t deadline)
{
	for (;;) {
		unsigned int seen = atomic_load(&shared->events);
		pid_t pid = waitpid(-1, NULL, WNOHANG);

		if (pid < 0)
			return;
		if (!pid && shared_wait(&shared->events, seen, deadline))
			fail("the scenario's processes survive their kill");
	}
}

void tree_end(bool completed)
{
	int64_t deadline = now_us() + PATIENCE_US;

	unpin_all(deadline);
	/* Also where cgroup.kill follows: it passes over processes whose first thread has ended (seen in 6.1 and 6.12, not in 7.3). */
	kill_all();
	if (!completed && cgroup_kill() && errno != ENOENT)
		fail("cannot kill the scenario: %m");
	reap_all(deadline);
	/* In 6.18 whoever is cloned into a cgroup in which cgroup.kill was ever used is killed at once. */
	if (!completed || !memcg_is_as_new()) {
		memcg_leave();
		if (cgroup_remove())
			fail("cannot remove the scenario's cgroup: %m");
	}
	for (unsigned int i = 0; i < size; i++)
		proc_forget(processes[i].pid);
	memset(processes, 0, size * sizeof(processes[0]));
	size = 0;
}
