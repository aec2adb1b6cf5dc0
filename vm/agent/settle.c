#include "settle.h"

#include <sched.h>
#include <string.h>

#include "clock.h"
#include "proc.h"
#include "tree.h"

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

static bool settle_one(unsigned int process, int64_t deadline, struct verdict *verdict)
{
	while (tree_pid(process) && !sleeps(tree_pid(process))) {
		if (!tree_bury(verdict))
			return false;
		if (now_us() > deadline)
			return verdict_timeout(verdict);
		sched_yield();
	}
	return true;
}

bool settle(int64_t deadline, struct verdict *verdict)
{
	for (unsigned int i = 0; i < tree_size(); i++)
		if (!settle_one(i, deadline, verdict))
			return false;
	return true;
}
