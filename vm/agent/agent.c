/* The guest agent: executes programs of system calls and memory accesses, and reports what /proc says. See PROTOCOL.md. */
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#if __has_include(<sys/rseq.h>)
#include <sys/rseq.h>
#endif
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "arena.h"
#include "cgroup.h"
#include "end.h"
#include "facts.h"
#include "guardian.h"
#include "hugetlb.h"
#include "kmsg.h"
#include "lock.h"
#include "memcg.h"
#include "outside.h"
#include "output.h"
#include "pagemap.h"
#include "proc.h"
#include "process.h"
#include "processors.h"
#include "request.h"
#include "run.h"
#include "settings.h"
#include "swap.h"
#include "thp.h"
#include "thp_counters.h"

static void clean(void)
{
	cgroup_clean();
	swap_clean();
	hugetlb_clean();
	settings_restore();
}

/* One CPU for all: pages in another CPU's LRU batch would look referenced. */
static void pin(void)
{
	if (processors_go(processors_at(0)))
		fail("cannot stay on CPU %d: %m", processors_at(0));
}

/* Who is woken does not interrupt who woke it, so that a step is nearer to two switches of tasks: 68 a scenario instead of 73. */
static void take_turns(void)
{
	const struct sched_param none = { 0 };

	if (sched_setscheduler(0, SCHED_BATCH, &none))
		fail("cannot change the scheduling policy: %m");
}

/* What a scenario's processes inherit must not depend on who started the agent. */
static void normalize(void)
{
	const struct rlimit no_core = { 0, 0 };

	setrlimit(RLIMIT_CORE, &no_core);
	prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0);
}

/* Changes nothing. */
static void look(void)
{
	if (geteuid())
		fail("not root");
	arena_check();
	processors_find();
	lock_kernel();
	settings_read();
	swap_find();
	hugetlb_find();
	cgroup_find();
}

static void prepare(void)
{
	guardian_start(clean);
	end_on_signals();
	normalize();
	settings_apply();
	cgroup_prepare();
	pin();
	take_turns();
	thp_prepare();
	thp_counters_prepare();
	pagemap_prepare();
	outside_prepare();
	memcg_prepare();
	proc_prepare();
	run_prepare();
}

static void say(const char *word, const char *value)
{
	output_text(word);
	output_text(" ");
	output_text(value);
	output_text("\n");
}

static void say_number(const char *word, int64_t value)
{
	output_text(word);
	output_text(" ");
	output_decimal(value);
	output_text("\n");
}

static void hello(void)
{
	struct utsname names;

	uname(&names);
	say("hello", "1");
	say("release", names.release);
	say("machine", names.machine);
	say_number("pagesize", sysconf(_SC_PAGESIZE));
	say_number("pmdsize", thp_size());
	settings_report();
	if (!kmsg_prepare())
		say("absent", "/dev/kmsg");
	cgroup_report();
	facts_report();
	output_text("ready\n");
}

/* The C library has asked the kernel to keep a word of each thread up to date at each switch of tasks, of which there are many here. Nothing reads it. */
static void forgo_rseq(void)
{
#ifdef RSEQ_SIG
	enum { AREA = 32, UNREGISTER = 1 };

	syscall(SYS_rseq, (char *)__builtin_thread_pointer() + __rseq_offset, AREA, UNREGISTER, RSEQ_SIG);
#endif
}

int main(int argc, char **argv)
{
	struct request request = { 0 };

	forgo_rseq();
	if (argc > 1 && !strcmp(argv[1], "pack"))
		output_pack();
	if (argc == 5 && !strcmp(argv[1], PROCESS_RESUME))
		process_resume(argv[2], argv[3], argv[4]);
	look();
	if (argc > 1 && !strcmp(argv[1], "plan")) {
		hello();
		end(0);
	}
	prepare();
	hello();
	while (request_read(&request))
		run(&request);
	end(0);
}
