/* ---- What is looked at ---- */

static void differs(const char *process, const char *format, ...)
{
	va_list arguments;

	failures++;
	printf("# %s ", process);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
}

/* Pages whose flags wait in per-CPU batches get them now; collapsing a THP again does nothing but that. */
static void drain_batches(void)
{
	static char *thp;

	if (!thp) {
		char *area = mmap(NULL, 2 * PMD_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

		if (area == MAP_FAILED)
			stop(KSFT_ERROR, "mmap: %m");
		thp = (char *)(((uintptr_t)area + PMD_SIZE - 1) & -PMD_SIZE);
		madvise(thp, PMD_SIZE, MADV_HUGEPAGE);
		*(volatile char *)thp = 1;
	}
	/* MADV_COLLAPSE */
	if (madvise(thp, PMD_SIZE, 25))
		stop(KSFT_ERROR, "MADV_COLLAPSE: %m");
}

/* A process that has answered may still be on its way to sleep. */
static void await_sleep(pid_t pid)
{
	char path[32], text[256];
	const char *state;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	for (unsigned int tries = 0; tries < 10000000; tries++) {
		if (read_file(path, text, sizeof(text)) <= 0)
			break;
		state = strrchr(text, ')');
		if (state && !strncmp(state, ") S", 3))
			return;
		sched_yield();
	}
	stop(KSFT_ERROR, "process %d does not come to rest", pid);
}

static uint64_t read_word(int fd, uint64_t index)
{
	uint64_t word;

	if (pread(fd, &word, sizeof(word), index * sizeof(word)) != sizeof(word))
		stop(KSFT_ERROR, "cannot read /proc: %m");
	return word;
}
