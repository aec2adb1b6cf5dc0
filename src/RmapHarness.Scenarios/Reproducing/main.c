/* ---- The program ---- */

static void check_process(const struct process_view *view, size_t step)
{
	char path[32];
	FILE *smaps;
	int pagemap;

	snprintf(path, sizeof(path), "/proc/%d/smaps", pids[view->process]);
	smaps = fopen(path, "re");
	snprintf(path, sizeof(path), "/proc/%d/pagemap", pids[view->process]);
	pagemap = open(path, O_RDONLY | O_CLOEXEC);
	if (!smaps || pagemap < 0)
		stop(KSFT_ERROR, "cannot open smaps or pagemap of %s: %m", names[view->process]);
	check_smaps(view, smaps);
	check_numa_maps(view);
	sum_up(pids[view->process]);
	check_rollup(view->process);
	check_status(view);
	check_pages(view, pagemap, step);
	check_scan(view, pagemap);
	check_words(view, pagemap);
	fclose(smaps);
	close(pagemap);
}

static long thp_fallbacks(void)
{
	static char text[65536];
	const char *line;

	if (read_file("/proc/vmstat", text, sizeof(text)) < 0)
		stop(KSFT_ERROR, "cannot read /proc/vmstat: %m");
	line = strstr(text, "thp_fault_fallback ");
	return line ? strtol(line + strlen("thp_fault_fallback "), NULL, 10) : 0;
}

/* Those that live, and no others, are looked at. */
static void check_living(const struct step *step)
{
	bool expected[PROCESSES] = { false };

	for (size_t i = 0; i < step->view_count; i++)
		expected[step->views[i].process] = true;
	for (unsigned int i = 0; i < PROCESSES; i++)
		if (expected[i] != !!pids[i])
			differs(names[i], "alive: expected %s, observed %s", expected[i] ? "yes" : "no", expected[i] ? "no" : "yes");
}

static void check_step(size_t index)
{
	const struct step *step = &steps[index];
	long outcome;

	if (!step->views && !step->is_setting && !pids[step->process]) {
		differs(names[step->process], "alive: expected yes, observed no");
		return;
	}
	if (!step->views) {
		outcome = run_step(index);
		if (step->drains)
			drain_batches();
		if (outcome != step->outcome)
			differs(names[step->process], "result: expected %ld, observed %ld", step->outcome, outcome);
		return;
	}
	for (unsigned int i = 0; i < PROCESSES; i++)
		if (pids[i])
			await_sleep(pids[i]);
	drain_batches();
	check_living(step);
	for (size_t i = 0; i < step->view_count; i++)
		if (pids[step->views[i].process])
			check_process(&step->views[i], index);
	check_conservation();
	check_claims(index);
	check_thp_counters(&step->counters);
	check_memory(&step->counters);
	check_pools(&step->counters);
}

static void prepare(void)
{
	if (geteuid())
		stop(KSFT_SKIP, "SKIP: only root sees page frame numbers");
	if (sysconf(_SC_PAGESIZE) != PAGE_SIZE)
		stop(KSFT_SKIP, "SKIP: for %d byte pages only", PAGE_SIZE);
	if (access(THP "enabled", F_OK))
		stop(KSFT_SKIP, "SKIP: the kernel has no THP");
#ifdef USES_UFFD
	if (uffd_open(false))
		stop(KSFT_SKIP, "SKIP: no write protection by userfaultfd: %m");
#endif
#ifdef USES_UFFD_ASYNC
	if (uffd_open(true))
		stop(KSFT_SKIP, "SKIP: no asynchronous write protection by userfaultfd: %m");
#endif
#ifdef USES_NODES
	if (access("/sys/devices/system/node/node1", F_OK))
		stop(KSFT_SKIP, "SKIP: no second NUMA node");
#endif
#ifdef USES_RING
	if (ring_open())
		stop(KSFT_SKIP, "SKIP: no buffers of io_uring: %m");
	pin_forget();
#endif
	kpagecount = open("/proc/kpagecount", O_RDONLY | O_CLOEXEC);
	kpageflags = open("/proc/kpageflags", O_RDONLY | O_CLOEXEC);
	if (kpagecount < 0 || kpageflags < 0)
		stop(KSFT_SKIP, "SKIP: the kernel has no PROC_PAGE_MONITOR");
	controller = getpid();
	signal(SIGPIPE, SIG_IGN);
	make_settings();
	learn_last_steps();
	prepare_batches();
	begin_thp_counters();
}

int main(int count, char **arguments)
{
	unsigned int failed = 0;
	long fallbacks;

	if (count == 3 && !strcmp(arguments[1], RESUME))
		resume(atoi(arguments[2]));

	printf("KTAP version 1\n1..%zu\n", COUNT(steps) + 1);
	prepare();
	start();
	fallbacks = thp_fallbacks();
	for (size_t i = 0; i < COUNT(steps); i++) {
		failures = 0;
		check_step(i);
		printf("%s %zu %s\n", failures ? "not ok" : "ok", i + 1, steps[i].text);
		failed += failures > 0;
	}
	failures = 0;
	check_finals();
	printf("%s %zu what every process reads in the end\n", failures ? "not ok" : "ok", COUNT(steps) + 1);
	failed += failures > 0;
	for (unsigned int i = 0; i < PROCESSES; i++)
		if (pids[i])
			kill(groups[i], SIGKILL);
	fallbacks = thp_fallbacks() - fallbacks;
	printf("# Totals: pass:%zu fail:%u xfail:0 xpass:0 skip:0 error:0\n", COUNT(steps) + 1 - failed, failed);
	if (failed && fallbacks)
		stop(KSFT_SKIP, "SKIP: %ld THP allocations fell back to small pages: nothing follows from this run", fallbacks);
	if (!failed && not_compared)
		stop(KSFT_SKIP, "SKIP: %s, so that it is not compared", not_compared);
	return failed ? KSFT_FAIL : KSFT_PASS;
}
