/* ---- What the system counts of THPs: /proc/vmstat, and hugepages-*kB/stats ---- */

#define MOST_SIZES	16

struct thp_counters {
	long events[COUNT(thp_events)];
	struct {
		size_t kilobytes;
		long stats[COUNT(thp_stats)];
	} sizes[MOST_SIZES];
	size_t size_count;
};

static struct thp_counters thp_before;

static bool read_stats(const char *size, long *stats)
{
	char path[160], text[32];

	for (size_t i = 0; i < COUNT(thp_stats); i++) {
		snprintf(path, sizeof(path), THP "%.32s/stats/%s", size, thp_stats[i]);
		if (read_file(path, text, sizeof(text)) <= 0)
			return false;
		stats[i] = strtol(text, NULL, 10);
	}
	return true;
}

static void read_thp_counters(struct thp_counters *counters)
{
	static char text[65536];
	DIR *directory = opendir(THP);
	struct dirent *entry;
	size_t kilobytes;

	if (!directory || read_file("/proc/vmstat", text, sizeof(text)) <= 0)
		stop(KSFT_ERROR, "cannot read the counters of THPs: %m");
	for (size_t i = 0; i < COUNT(thp_events); i++)
		counters->events[i] = value_of(text, thp_events[i]);
	counters->size_count = 0;
	while ((entry = readdir(directory)) && counters->size_count < MOST_SIZES) {
		/* A size that only files can have counts no anonymous folios. */
		if (sscanf(entry->d_name, "hugepages-%zukB", &kilobytes) != 1 || kilobytes * 1024 < 4 * PAGE_SIZE)
			continue;
		counters->sizes[counters->size_count].kilobytes = kilobytes;
		if (read_stats(entry->d_name, counters->sizes[counters->size_count].stats))
			counters->size_count++;
	}
	closedir(directory);
}

static void begin_thp_counters(void)
{
	if (COMPARES_THP)
		read_thp_counters(&thp_before);
}

static void compare_growth(const char *what, const char *name, long expected, long before, long now)
{
	if (now - before != expected)
		differs(what, "%s: expected %ld, observed %ld", name, expected, now - before);
}

static void check_thp_size(const struct thp_size *size, const struct thp_counters *now)
{
	char what[32];

	snprintf(what, sizeof(what), "hugepages-%zukB", size->kilobytes);
	for (size_t i = 0; i < now->size_count && i < thp_before.size_count; i++) {
		if (now->sizes[i].kilobytes != size->kilobytes || thp_before.sizes[i].kilobytes != size->kilobytes)
			continue;
		for (size_t j = 0; j < COUNT(thp_stats); j++)
			compare_growth(what, thp_stats[j], size->stats[j], thp_before.sizes[i].stats[j], now->sizes[i].stats[j]);
		return;
	}
	differs(what, "stats: expected read, observed none");
}

static void check_thp_counters(const struct counters *counters)
{
	static struct thp_counters now;

	if (!counters->events)
		return;
	read_thp_counters(&now);
	for (size_t i = 0; i < COUNT(thp_events); i++)
		compare_growth("vmstat", thp_events[i], counters->events[i], thp_before.events[i], now.events[i]);
	for (size_t i = 0; i < counters->size_count; i++)
		check_thp_size(&counters->sizes[i], &now);
	if (now.size_count != counters->size_count)
		differs("hugepages-*kB/stats", "sizes: expected %zu, observed %zu", counters->size_count, now.size_count);
}
