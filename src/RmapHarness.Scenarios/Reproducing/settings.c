/* ---- Settings under which the kernel does nothing on its own ---- */

#define KSM	"/sys/kernel/mm/ksm/"

static struct {
	char path[112];
	const char *value;
	char old[64];
} settings[96] = {
	/* Changing its sleep wakes khugepaged once more, so its step becomes the smallest before. */
	{ .path = THP "khugepaged/pages_to_scan", .value = "1" },
	{ .path = THP "khugepaged/alloc_sleep_millisecs", .value = "4000000000" },
	{ .path = THP "khugepaged/scan_sleep_millisecs", .value = "4000000000" },
	{ .path = THP "khugepaged/defrag", .value = "0" },
	{ .path = THP "enabled", .value = "madvise" },
	{ .path = THP "defrag", .value = "madvise" },
	{ .path = THP "shmem_enabled", .value = "never" },
	{ .path = THP "use_zero_page", .value = "1" },
	{ .path = THP "shrink_underused", .value = "0" },
	{ .path = KSM "run", .value = "0" },
	{ .path = KSM "pages_to_scan", .value = "100000000" },
	{ .path = KSM "sleep_millisecs", .value = "0" },
	{ .path = KSM "smart_scan", .value = "0" },
	{ .path = KSM "use_zero_pages", .value = "0" },
	{ .path = "/proc/sys/kernel/numa_balancing", .value = "0" },
	{ .path = "/proc/sys/vm/compaction_proactiveness", .value = "0" },
	{ .path = "/proc/sys/vm/watermark_boost_factor", .value = "0" },
	/* A fault on a swapped page brings that page only. */
	{ .path = "/proc/sys/vm/page-cluster", .value = "0" },
	{ .path = "/sys/module/damon_stat/parameters/enabled", .value = "N" },
	{ .path = "/sys/module/zswap/parameters/enabled", .value = "N" },
};

/* Held open by the controller alone: its end is the guardian's signal. */
static int leash[2];
static pid_t guardian;

/* The word in brackets, or else the first one; false if there is no such setting. */
static bool current_choice(const char *path, char *word, size_t size)
{
	char text[256];
	const char *begin;

	if (read_file(path, text, sizeof(text)) < 0)
		return false;
	begin = strchr(text, '[');
	begin = begin ? begin + 1 : text;
	snprintf(word, size, "%.*s", (int)strcspn(begin, "] \n"), begin);
	return true;
}

static void restore_settings(void)
{
	char now[64];

	for (size_t i = COUNT(settings); i-- > 0;)
		if (*settings[i].old && current_choice(settings[i].path, now, sizeof(now)) && strcmp(now, settings[i].old))
			write_file(settings[i].path, settings[i].old);
}

/* The sizes of hugepages-*kB: PMD-sized THPs follow the global switch, the smaller ones are off. */
static void add_sizes(void)
{
	static const char *const files[] = { "enabled", "shmem_enabled" };
	DIR *directory = opendir(THP);
	struct dirent *entry;
	size_t next = 0, size;

	while (next < COUNT(settings) && settings[next].value)
		next++;
	while (directory && (entry = readdir(directory))) {
		if (sscanf(entry->d_name, "hugepages-%zukB", &size) != 1)
			continue;
		for (size_t i = 0; i < COUNT(files) && next < COUNT(settings); i++, next++) {
			snprintf(settings[next].path, sizeof(settings[next].path), THP "%.32s/%s", entry->d_name, files[i]);
			settings[next].value = size * 1024 == PMD_SIZE ? "inherit" : "never";
		}
	}
	if (directory)
		closedir(directory);
}

/* Pools of huge pages are empty before and after. */
static void add_pools(void)
{
	static const char *const files[] = { "nr_hugepages", "nr_overcommit_hugepages" };
	size_t next = 0;

	while (next < COUNT(settings) && settings[next].value)
		next++;
	for (const size_t *pool = pool_sizes; *pool; pool++) {
		for (size_t i = 0; i < COUNT(files) && next < COUNT(settings); i++, next++) {
			snprintf(settings[next].path, sizeof(settings[next].path), "/sys/kernel/mm/hugepages/hugepages-%zukB/%s", *pool, files[i]);
			settings[next].value = "0";
			if (!current_choice(settings[next].path, settings[next].old, sizeof(settings[next].old)) || strcmp(settings[next].old, "0"))
				stop(KSFT_SKIP, "SKIP: no pool of huge pages of %zu kB that nobody uses", *pool);
		}
	}
}

/* Waits in a process of its own, so that the settings are put back even if the controller is killed. */
static void start_guardian(void)
{
	char end;

	if (pipe(leash))
		stop(KSFT_ERROR, "pipe: %m");
	fflush(stdout);
	guardian = fork();
	if (guardian < 0)
		stop(KSFT_ERROR, "fork: %m");
	if (guardian)
		return;
	setsid();
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_IGN);
	close(leash[1]);
	while (read(leash[0], &end, sizeof(end)) < 0 && errno == EINTR)
		continue;
	restore_settings();
	remove_cgroup();
#ifdef USES_SWAP
	clean_swap();
#endif
	_exit(0);
}

static void release_guardian(void)
{
	if (getpid() != controller)
		return;
	close(leash[1]);
	waitpid(guardian, NULL, 0);
}

static void make_settings(void)
{
	add_sizes();
	add_pools();
	find_cgroup();
#ifdef USES_SWAP
	find_swap();
#endif
	for (size_t i = 0; i < COUNT(settings) && settings[i].value; i++)
		current_choice(settings[i].path, settings[i].old, sizeof(settings[i].old));
	start_guardian();
	atexit(release_guardian);
	for (size_t i = 0; i < COUNT(settings); i++)
		if (*settings[i].old && strcmp(settings[i].old, settings[i].value) && write_file(settings[i].path, settings[i].value))
			stop(KSFT_ERROR, "cannot set %s: %m", settings[i].path);
	make_cgroup();
}

/* Splits the large folios of a range; 0 or an errno. */
static __attribute__((unused)) long split(uint64_t address, uint64_t length, unsigned int order)
{
	char text[80];
	int end = snprintf(text, sizeof(text), "%d,0x%" PRIx64 ",0x%" PRIx64, (int)syscall(SYS_gettid), address, address + length);

	/* Kernels that know no order do not expect one. */
	if (order)
		snprintf(text + end, sizeof(text) - end, ",%u", order);
	return write_file("/sys/kernel/debug/split_huge_pages", text) ? errno : 0;
}

/* Sets what one size of THP may be used for, until the program ends; 0 or an errno. */
static __attribute__((unused)) long set_size(uint64_t size, const char *mode)
{
	char path[112];

	snprintf(path, sizeof(path), THP "hugepages-%" PRIu64 "kB/enabled", size / 1024);
	return write_file(path, mode) ? errno : 0;
}

/* Lets ksmd run until nothing more can merge; 0 or an errno. It counts its scans only while some process has mergeable memory, as this one. */
static __attribute__((unused)) long ksm_scan(void)
{
	static void *page;
	unsigned int patience = 60000;
	char text[64];
	long wanted;

	if (!page) {
		page = mmap(NULL, PAGE_SIZE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (page == MAP_FAILED || madvise(page, PAGE_SIZE, MADV_MERGEABLE))
			return errno;
	}
	if (read_file(KSM "full_scans", text, sizeof(text)) < 0)
		return errno;
	wanted = atol(text) + 8;
	if (write_file(KSM "run", "1"))
		return errno;
	do {
		usleep(1000);
		if (read_file(KSM "full_scans", text, sizeof(text)) < 0 || !patience--)
			stop(KSFT_ERROR, "ksmd does not scan");
	} while (atol(text) < wanted);
	return write_file(KSM "run", "0") ? errno : 0;
}
