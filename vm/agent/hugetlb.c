#include "hugetlb.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "end.h"
#include "files.h"
#include "output.h"

#define POOLS	"/sys/kernel/mm/hugepages/"

/* From here on a page is not one of the buddy allocator's: it takes memory of several times its size to find one. */
#define GIGANTIC	(1ULL << 30)

enum { MAX_POOLS = 8, PATH_SIZE = 96 };

static const char *const counters[] = { "nr_hugepages", "free_hugepages", "resv_hugepages", "surplus_hugepages" };

static struct {
	uint64_t size;
	bool is_set;
} pools[MAX_POOLS];
static unsigned int pool_count;
static int64_t missing;

static void path_of(char *path, uint64_t size, const char *file)
{
	snprintf(path, PATH_SIZE, POOLS "hugepages-%" PRIu64 "kB/%s", size / 1024, file);
}

static int read_counter(uint64_t size, const char *file, uint64_t *value)
{
	char path[PATH_SIZE], text[32];

	path_of(path, size, file);
	if (file_read(AT_FDCWD, path, text, sizeof(text)) <= 0)
		return -1;
	*value = strtoull(text, NULL, 10);
	return 0;
}

static int write_counter(uint64_t size, const char *file, uint64_t value)
{
	char path[PATH_SIZE], text[32];

	path_of(path, size, file);
	snprintf(text, sizeof(text), "%" PRIu64, value);
	return file_write(AT_FDCWD, path, text);
}

/* Kernels refuse surplus pages of some sizes, also none. */
static int write_change(uint64_t size, const char *file, uint64_t value)
{
	uint64_t now;

	if (read_counter(size, file, &now))
		return -1;
	return now == value ? 0 : write_counter(size, file, value);
}

static bool is_unused(uint64_t size)
{
	uint64_t pages, overcommit;

	return !read_counter(size, "nr_hugepages", &pages) && !pages && !read_counter(size, "nr_overcommit_hugepages", &overcommit) && !overcommit;
}

void hugetlb_find(void)
{
	const uint64_t memory = (uint64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
	struct dirent *entry;
	DIR *directory = opendir(POOLS);
	uint64_t kilobytes, size;

	if (!directory)
		return;
	while ((entry = readdir(directory)) && pool_count < MAX_POOLS) {
		if (sscanf(entry->d_name, "hugepages-%" SCNu64 "kB", &kilobytes) != 1)
			continue;
		size = kilobytes * 1024;
		if (is_unused(size) && (size < GIGANTIC || size <= memory / 3))
			pools[pool_count++].size = size;
	}
	closedir(directory);
}

const char *hugetlb_sizes(void)
{
	static char text[MAX_POOLS * 24];
	size_t length = 0;

	if (!pool_count)
		return "none";
	for (unsigned int i = 0; i < pool_count; i++)
		length += snprintf(text + length, sizeof(text) - length, "%s%" PRIu64, i ? "," : "", pools[i].size / 1024);
	return text;
}

int hugetlb_set(uint64_t size, uint64_t pages, uint64_t overcommit)
{
	uint64_t all, surplus;

	for (unsigned int i = 0; i < pool_count; i++) {
		if (pools[i].size != size)
			continue;
		pools[i].is_set = true;
		if (write_change(size, "nr_hugepages", pages) || write_change(size, "nr_overcommit_hugepages", overcommit) ||
		    read_counter(size, "nr_hugepages", &all) || read_counter(size, "surplus_hugepages", &surplus))
			return -1;
		if (all - surplus < pages)
			missing += pages - (all - surplus);
		return 0;
	}
	errno = ENOENT;
	return -1;
}

int64_t hugetlb_missing(void)
{
	return missing;
}

int hugetlb_report(void)
{
	uint64_t value;

	for (unsigned int i = 0; i < pool_count; i++) {
		if (!pools[i].is_set)
			continue;
		output_text("hugetlb ");
		output_decimal(pools[i].size / 1024);
		for (unsigned int j = 0; j < sizeof(counters) / sizeof(counters[0]); j++) {
			if (read_counter(pools[i].size, counters[j], &value))
				return -1;
			output_text(" ");
			output_text(counters[j]);
			output_text(" ");
			output_decimal(value);
		}
		output_text("\n");
	}
	return 0;
}

static int empty(uint64_t size)
{
	return write_change(size, "nr_overcommit_hugepages", 0) || write_change(size, "nr_hugepages", 0) ? -1 : 0;
}

void hugetlb_reset(void)
{
	missing = 0;
	for (unsigned int i = 0; i < pool_count; i++) {
		if (pools[i].is_set && empty(pools[i].size))
			fail("cannot empty the pool of huge pages: %m");
		pools[i].is_set = false;
	}
}

/* The guardian does not know which are set. */
void hugetlb_clean(void)
{
	for (unsigned int i = 0; i < pool_count; i++)
		empty(pools[i].size);
}
