/* ---- Whole processes: smaps_rollup against smaps, status ---- */

static struct { char name[24]; long value; } sums[40];
static size_t sum_count;
/* Entries with pages; what the process has outside the scenario's addresses. */
static long entries;
static struct { long size, rss, anon, shmem, locked, swap; } outside;

struct entry {
	bool inside, kernels, shmem, locked;
	long size, rss, anon, swap;
};

static long *sum_of(const char *name)
{
	for (size_t i = 0; i < sum_count; i++)
		if (!strcmp(sums[i].name, name))
			return &sums[i].value;
	if (sum_count == COUNT(sums))
		stop(KSFT_ERROR, "smaps has more fields than expected");
	snprintf(sums[sum_count].name, sizeof(sums[0].name), "%s", name);
	sums[sum_count].value = 0;
	return &sums[sum_count++].value;
}

/* This program's file may be on tmpfs, so that its pages count as shared memory. */
static bool is_on_tmpfs(void)
{
	struct statfs fs;

	return !statfs("/proc/self/exe", &fs) && fs.f_type == 0x01021994;
}

static struct entry begin_entry(const char *header)
{
	uint64_t start = 0;
	unsigned long inode = 0;

	sscanf(header, "%" SCNx64 "-%*x %*s %*x %*s %lu", &start, &inode);
	return (struct entry){
		.inside = start >= ARENA_START && start < ARENA_END,
		/* Of no mm. */
		.kernels = start >> 63,
		.shmem = start == (uintptr_t)loading || (inode && is_on_tmpfs()),
	};
}

static void end_entry(const struct entry *entry)
{
	entries += entry->rss > 0 || entry->swap > 0;
	if (entry->inside || entry->kernels)
		return;
	outside.size += entry->size;
	outside.rss += entry->rss;
	outside.anon += entry->anon;
	outside.shmem += entry->shmem ? entry->rss - entry->anon : 0;
	outside.locked += entry->locked ? entry->size : 0;
	outside.swap += entry->swap;
}

static void add_field(struct entry *entry, const char *name, const char *value)
{
	long number = strtol(value, NULL, 10);

	if (!strcmp(name, "VmFlags"))
		entry->locked = has_word(value, "lo");
	else if (!strcmp(name, "Size"))
		entry->size = number;
	else if (!strcmp(name, "Rss"))
		entry->rss = number;
	else if (!strcmp(name, "Anonymous"))
		entry->anon = number;
	else if (!strcmp(name, "Swap"))
		entry->swap = number;
	if (!entry->kernels)
		*sum_of(name) += number;
}

/* Cuts a line after its name; the value, or NULL if it has none. */
static char *value_in(char *line)
{
	char *value = strchr(line, ':');

	line[strcspn(line, "\n")] = '\0';
	if (!value)
		return NULL;
	*value++ = '\0';
	return value + strspn(value, " \t");
}

static void sum_up(pid_t pid)
{
	struct entry entry = { .kernels = true };
	char path[32], line[512], *value;
	FILE *smaps;

	snprintf(path, sizeof(path), "/proc/%d/smaps", pid);
	smaps = fopen(path, "re");
	if (!smaps)
		stop(KSFT_ERROR, "cannot open smaps: %m");
	sum_count = 0;
	entries = 0;
	memset(&outside, 0, sizeof(outside));
	while (fgets(line, sizeof(line), smaps)) {
		if (is_header(line)) {
			end_entry(&entry);
			entry = begin_entry(line);
		} else if ((value = value_in(line))) {
			add_field(&entry, line, value);
		}
	}
	end_entry(&entry);
	fclose(smaps);
}

static void check_sum(const char *process, const char *name, long least, long most, long shown)
{
	if (shown < least || shown > most)
		differs(process, "smaps_rollup %s: expected %ld to %ld (sum of smaps), observed %ld", name, least, most, shown);
}

/* Shares have fractions, which smaps cuts off in each entry and the rollup once. */
static void check_rollup(unsigned int process)
{
	char path[48], line[512], *value;
	long parts = 0, pss = 0;
	FILE *rollup;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", pids[process]);
	rollup = fopen(path, "re");
	if (!rollup)
		stop(KSFT_ERROR, "cannot open smaps_rollup: %m");
	while (fgets(line, sizeof(line), rollup)) {
		if (is_header(line) || !(value = value_in(line)) || !strcmp(line, "Referenced"))
			continue;
		long shown = strtol(value, NULL, 10);
		bool share = !strcmp(line, "Pss") || !strcmp(line, "Pss_Dirty") || !strcmp(line, "SwapPss") || !strcmp(line, "Locked");

		if (!strcmp(line, "Pss"))
			pss = shown;
		if (!strcmp(line, "Pss_Anon") || !strcmp(line, "Pss_File") || !strcmp(line, "Pss_Shmem"))
			parts += shown;
		else
			check_sum(names[process], line, *sum_of(line), *sum_of(line) + (share && entries > 1 ? entries - 1 : 0), shown);
	}
	check_sum(names[process], "Pss_Anon + Pss_File + Pss_Shmem", pss - 2, pss, parts);
	fclose(rollup);
}

static long outside_part(const char *name)
{
	return !strcmp(name, "VmSize") ? outside.size
	     : !strcmp(name, "VmLck") ? outside.locked
	     : !strcmp(name, "RssAnon") ? outside.anon
	     : !strcmp(name, "RssFile") ? outside.rss - outside.anon - outside.shmem
	     : !strcmp(name, "RssShmem") ? outside.shmem
	     : !strcmp(name, "VmSwap") ? outside.swap : 0;
}

static void check_status(const struct process_view *view)
{
	char path[32], line[512], *value;
	bool seen[MOST_FIELDS] = { false };
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%d/status", pids[view->process]);
	status = fopen(path, "re");
	if (!status)
		stop(KSFT_ERROR, "cannot open status: %m");
	while (fgets(line, sizeof(line), status)) {
		if (!(value = value_in(line)))
			continue;
		for (size_t i = 0; i < view->status_count; i++) {
			const struct field *field = &view->status[i];

			if (strcmp(field->name, line))
				continue;
			seen[i] = true;
			if (strtol(value, NULL, 10) - outside_part(line) != field->value)
				differs(names[view->process], "status %s: expected %ld, observed %ld", line, field->value,
					strtol(value, NULL, 10) - outside_part(line));
		}
	}
	for (size_t i = 0; i < view->status_count; i++)
		if (!seen[i])
			differs(names[view->process], "status %s: expected %ld, observed none", view->status[i].name, view->status[i].value);
	fclose(status);
}
