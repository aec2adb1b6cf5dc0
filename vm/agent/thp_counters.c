#include "thp_counters.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "end.h"
#include "output.h"
#include "vmstat.h"

#define THP	"/sys/kernel/mm/transparent_hugepage"

enum { MAX_SIZES = 16 };

static const char *const events[] = {
	"thp_fault_alloc", "thp_split_page",	 "thp_split_page_failed", "thp_deferred_split_page",
	"thp_split_pmd",   "thp_zero_page_alloc", "thp_collapse_alloc",    "thp_migration_success",
};
static const char *const stats[] = { "anon_fault_alloc", "nr_anon", "nr_anon_partially_mapped", "split", "split_failed", "split_deferred" };

static const char *const fallbacks[] = { "anon_fault_fallback", "anon_fault_fallback_charge" };

enum { EVENTS = sizeof(events) / sizeof(events[0]), STATS = sizeof(stats) / sizeof(stats[0]) };
enum { FALLBACKS = sizeof(fallbacks) / sizeof(fallbacks[0]) };

struct counters {
	int64_t events[EVENTS];
	int64_t stats[MAX_SIZES][STATS];
};

static struct {
	size_t kilobytes;
	int files[STATS];
	int fallbacks[FALLBACKS];
} sizes[MAX_SIZES];
static unsigned int size_count;
static struct counters before;
static bool shared;

static bool open_stats(const char *size, const char *const *names, size_t count, int *files)
{
	char path[160];

	for (size_t i = 0; i < count; i++) {
		snprintf(path, sizeof(path), THP "/%.32s/stats/%s", size, names[i]);
		files[i] = open(path, O_RDONLY | O_CLOEXEC);
		if (files[i] < 0)
			return false;
	}
	return true;
}

/* A size that only files can have has no counters of anonymous folios. */
void thp_counters_prepare(void)
{
	struct dirent *entry;
	DIR *directory = opendir(THP);
	size_t kilobytes;

	if (!directory)
		return;
	while ((entry = readdir(directory))) {
		if (sscanf(entry->d_name, "hugepages-%zukB", &kilobytes) != 1)
			continue;
		if (size_count == MAX_SIZES)
			fail("more than %d sizes of THP", MAX_SIZES);
		if (kilobytes * 1024 < 4 * (size_t)sysconf(_SC_PAGESIZE))
			continue;
		sizes[size_count].kilobytes = kilobytes;
		if (open_stats(entry->d_name, stats, STATS, sizes[size_count].files) &&
		    open_stats(entry->d_name, fallbacks, FALLBACKS, sizes[size_count].fallbacks))
			size_count++;
	}
	closedir(directory);
}

static int read_number(int file, int64_t *number)
{
	char text[32];
	ssize_t length = pread(file, text, sizeof(text) - 1, 0);

	if (length <= 0)
		return -1;
	text[length] = '\0';
	*number = strtoll(text, NULL, 10);
	return 0;
}

static int read_all(struct counters *counters)
{
	if (vmstat_read_thp(events, EVENTS, counters->events))
		return -1;
	for (unsigned int i = 0; i < size_count; i++)
		for (unsigned int j = 0; j < STATS; j++)
			if (read_number(sizes[i].files[j], &counters->stats[i][j]))
				return -1;
	return 0;
}

int64_t thp_counters_fallbacks(void)
{
	int64_t sum = vmstat_thp_fallbacks();
	int64_t number;

	for (unsigned int i = 0; sum >= 0 && i < size_count; i++) {
		for (unsigned int j = 0; j < FALLBACKS; j++) {
			if (read_number(sizes[i].fallbacks[j], &number))
				return -1;
			sum += number;
		}
	}
	return sum;
}

int thp_counters_begin(void)
{
	shared = false;
	return read_all(&before);
}

void thp_counters_share(void)
{
	shared = true;
}

bool thp_counters_are_shared(void)
{
	return shared;
}

static void report(const char *name, int64_t growth)
{
	output_text(" ");
	output_text(name);
	output_text(" ");
	output_decimal(growth);
}

int thp_counters_report(void)
{
	struct counters now;

	if (shared)
		return 0;
	if (read_all(&now))
		return -1;
	output_text("thp");
	for (unsigned int i = 0; i < EVENTS; i++)
		report(events[i], now.events[i] - before.events[i]);
	output_text("\n");
	for (unsigned int i = 0; i < size_count; i++) {
		output_text("thp_size ");
		output_decimal(sizes[i].kilobytes);
		for (unsigned int j = 0; j < STATS; j++)
			report(stats[j], now.stats[i][j] - before.stats[i][j]);
		output_text("\n");
	}
	return 0;
}
