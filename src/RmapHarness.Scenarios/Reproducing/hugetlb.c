/* ---- The pools of huge pages, which nobody else may use ---- */

#define POOLS	"/sys/kernel/mm/hugepages/"

static void pool_path(char *path, size_t size, size_t kilobytes, const char *file)
{
	snprintf(path, size, POOLS "hugepages-%zukB/%s", kilobytes, file);
}

static long pool_counter(size_t kilobytes, const char *file)
{
	char path[112], text[32];

	pool_path(path, sizeof(path), kilobytes, file);
	if (read_file(path, text, sizeof(text)) <= 0)
		stop(KSFT_SKIP, "SKIP: cannot read %s: %m", path);
	/* A counter that fell below zero reads as 2^64 less that. */
	return strtoull(text, NULL, 10);
}

/* Pages, and how many more there may be; 0 or an errno. */
static __attribute__((unused)) long set_pool(size_t kilobytes, long pages, long overcommit)
{
	char path[112], text[32];

	pool_path(path, sizeof(path), kilobytes, "nr_hugepages");
	snprintf(text, sizeof(text), "%ld", pages);
	if (write_file(path, text))
		return errno;
	pool_path(path, sizeof(path), kilobytes, "nr_overcommit_hugepages");
	snprintf(text, sizeof(text), "%ld", overcommit);
	if (write_file(path, text))
		return errno;
	if (pool_counter(kilobytes, "nr_hugepages") - pool_counter(kilobytes, "surplus_hugepages") < pages)
		stop(KSFT_SKIP, "SKIP: memory is too short for %ld huge pages of %zu kB", pages, kilobytes);
	return 0;
}

static void check_pools(const struct counters *counters)
{
	char what[32];

	for (size_t i = 0; i < counters->pool_count; i++) {
		const struct pool *pool = &counters->pools[i];

		snprintf(what, sizeof(what), "hugepages-%zukB", pool->kilobytes);
		for (size_t j = 0; j < COUNT(hugetlb_stats); j++) {
			long value = pool_counter(pool->kilobytes, hugetlb_stats[j]);

			if (value != pool->stats[j])
				differs(what, "%s: expected %ld, observed %ld", hugetlb_stats[j], pool->stats[j], value);
		}
	}
}
