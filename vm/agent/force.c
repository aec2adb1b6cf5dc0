#include "force.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "thp.h"

static bool stop(pid_t pid, int64_t deadline, struct verdict *verdict)
{
	pid_t waited;
	int status;

	if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) || ptrace(PTRACE_INTERRUPT, pid, NULL, NULL))
		return verdict_broken(verdict, "cannot trace: %m");
	while (!(waited = waitpid(pid, &status, __WALL | WNOHANG))) {
		if (now_us() > deadline)
			return verdict_timeout(verdict);
		sched_yield();
	}
	if (waited < 0 || !WIFSTOPPED(status))
		return verdict_broken(verdict, "a traced process does not stop");
	return true;
}

int force_begin(pid_t pid, int64_t deadline, struct verdict *verdict)
{
	char path[32];
	int memory;

	if (!stop(pid, deadline, verdict))
		return -1;
	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	memory = open(path, O_RDONLY | O_CLOEXEC);
	if (memory < 0)
		verdict_broken(verdict, "cannot open a process's memory: %m");
	return memory;
}

bool force_end(pid_t pid, int memory, struct verdict *verdict)
{
	close(memory);
	if (ptrace(PTRACE_DETACH, pid, NULL, NULL))
		return verdict_broken(verdict, "cannot stop tracing: %m");
	/* That marked the pages accessed, which may have put them into an LRU batch. */
	if (thp_drain_lru())
		return verdict_broken(verdict, "cannot drain the LRU batches: MADV_COLLAPSE: %m");
	return true;
}
