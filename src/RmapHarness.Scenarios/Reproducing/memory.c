/* ---- memory.stat of the cgroup ---- */

/* Anonymous pages that the processes have outside the scenario's addresses. */
static uint64_t *own;
static size_t own_count, own_room;

static void add_own(uint64_t pfn)
{
	if (own_count == own_room) {
		own_room = own_room ? 2 * own_room : 4096;
		own = realloc(own, own_room * sizeof(*own));
		if (!own)
			stop(KSFT_ERROR, "realloc: %m");
	}
	own[own_count++] = pfn;
}

static void add_own_range(int pagemap, uint64_t start, uint64_t end)
{
	for (uint64_t vpn = start / PAGE_SIZE; vpn < end / PAGE_SIZE; vpn++) {
		uint64_t entry = read_word(pagemap, vpn);

		/* Present, and not a page of a file. */
		if (entry >> 63 && !(entry >> 61 & 1))
			add_own(entry & PFN_BITS);
	}
}

static void gather_own(pid_t pid)
{
	char path[32], line[512], access[5];
	uint64_t start, end;
	int pagemap;
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/pagemap", pid);
	pagemap = open(path, O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	maps = fopen(path, "re");
	if (pagemap < 0 || !maps)
		stop(KSFT_ERROR, "cannot open maps or pagemap: %m");
	while (fgets(line, sizeof(line), maps))
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s", &start, &end, access) == 3 && access[3] == 'p' && !(start >> 63) &&
		    (start < ARENA_START || start >= ARENA_END))
			add_own_range(pagemap, start, end);
	fclose(maps);
	close(pagemap);
}

static int compare_pfns(const void *left, const void *right)
{
	const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return a < b ? -1 : a > b;
}

static bool is_tail(uint64_t pfn)
{
	return read_word(kpageflags, pfn) >> 16 & 1; /* KPF_COMPOUND_TAIL */
}

/* Without mapcounts of pages a folio counts whole as soon as any of it is mapped. */
static long folio_pages(uint64_t pfn, uint64_t *end)
{
	while (is_tail(pfn))
		pfn--;
	*end = pfn + 1;
	while (is_tail(*end))
		++*end;
	return *end - pfn;
}

/* How many bytes of them are charged to the cgroup; what a process had before it went there is not. */
static long own_bytes(void)
{
	int kpagecgroup = open("/proc/kpagecgroup", O_RDONLY | O_CLOEXEC);
	struct stat status;
	uint64_t end = 0;
	long pages = 0;

	if (kpagecgroup < 0 || fstatat(hierarchy, cgroup, &status, 0))
		stop(KSFT_ERROR, "cannot tell whose pages are whose: %m");
	qsort(own, own_count, sizeof(*own), compare_pfns);
	for (size_t i = 0; i < own_count; i++) {
		if (own[i] < end || (i && own[i] == own[i - 1]) || read_word(kpagecgroup, own[i]) != status.st_ino)
			continue;
		pages += COUNTS_FOLIOS ? folio_pages(own[i], &end) : 1;
	}
	close(kpagecgroup);
	return pages * PAGE_SIZE;
}

/* The value of a line "NAME VALUE"; -1 if there is none. */
static long value_of(const char *text, const char *name)
{
	size_t length = strlen(name);

	for (const char *line = text; line && *line; line = strchr(line, '\n'), line += !!line)
		if (!strncmp(line, name, length) && line[length] == ' ')
			return strtol(line + length, NULL, 10);
	return -1;
}

static void check_memory(const struct counters *counters)
{
	static char text[65536];
	unsigned int first = 0;
	char path[64];

	while (first < PROCESSES && !pids[first])
		first++;
	if (!counters->memory || !has_cgroup() || first == PROCESSES)
		return;
	send(first, STIR);
	if (answer_of_any())
		stop(KSFT_ERROR, "cannot stir the counters");
	await_sleep(pids[first]);
	own_count = 0;
	for (unsigned int i = first; i < PROCESSES; i++)
		if (pids[i])
			gather_own(pids[i]);
	snprintf(path, sizeof(path), "%s/memory.stat", cgroup);
	if (read_at(hierarchy, path, text, sizeof(text)) <= 0)
		stop(KSFT_ERROR, "cannot read memory.stat: %m");
	for (size_t i = 0; i < counters->memory_count; i++) {
		const struct field *field = &counters->memory[i];
		long observed = value_of(text, field->name);

		if (observed >= 0 && !strcmp(field->name, "anon"))
			observed -= own_bytes();
		if (observed != field->value)
			differs("memory.stat", "%s: expected %ld, observed %ld", field->name, field->value, observed);
	}
}
