#include "settings.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "end.h"
#include "files.h"
#include "ksm.h"
#include "output.h"
#include "thp.h"

#define THP	"/sys/kernel/mm/transparent_hugepage/"

enum { MAX_SETTINGS = 96 };

struct setting {
	char path[112];
	char value[16];
	char old[64];
	bool absent;
	/* A run may change it. */
	bool varies;
};

static const struct {
	const char *path;
	const char *value;
} wanted[] = {
	/* khugepaged: changing its sleep wakes it once more, so its step becomes the smallest before. */
	{ THP "khugepaged/pages_to_scan", "1" },
	{ THP "khugepaged/alloc_sleep_millisecs", "4000000000" },
	{ THP "khugepaged/scan_sleep_millisecs", "4000000000" },
	{ THP "khugepaged/defrag", "0" },
	{ THP "enabled", "madvise" },
	{ THP "defrag", "madvise" },
	{ THP "shmem_enabled", "never" },
	{ THP "use_zero_page", "1" },
	{ THP "shrink_underused", "0" },
	{ KSM_DIRECTORY "run", "0" },
	/* When it runs, a scan is one go, and the next one follows at once. */
	{ KSM_DIRECTORY "pages_to_scan", "100000000" },
	{ KSM_DIRECTORY "sleep_millisecs", "0" },
	{ KSM_DIRECTORY "smart_scan", "0" },
	{ KSM_DIRECTORY "use_zero_pages", "0" },
	{ "/proc/sys/kernel/numa_balancing", "0" },
	{ "/proc/sys/vm/compaction_proactiveness", "0" },
	/* A boosted watermark starts reclaim, and with it the deferred split, while memory is ample. */
	{ "/proc/sys/vm/watermark_boost_factor", "0" },
	/* A fault on a swapped page brings that page only. */
	{ "/proc/sys/vm/page-cluster", "0" },
	{ "/sys/module/damon_stat/parameters/enabled", "N" },
	{ "/sys/module/zswap/parameters/enabled", "N" },
};

static struct setting settings[MAX_SETTINGS];
static unsigned int count;
/* The run has changed what varies. */
static bool varied;

/* The word in brackets, or else the first one. */
static void current_choice(const char *text, char *word, size_t size)
{
	const char *begin = strchr(text, '[');
	size_t length;

	begin = begin ? begin + 1 : text;
	length = strcspn(begin, "] \n");
	snprintf(word, size, "%.*s", (int)length, begin);
}

static void note(const char *path, const char *value)
{
	struct setting *setting = &settings[count++];
	char text[256];

	if (count > MAX_SETTINGS)
		fail("more than %d settings", MAX_SETTINGS);
	snprintf(setting->path, sizeof(setting->path), "%s", path);
	snprintf(setting->value, sizeof(setting->value), "%s", value);
	if (file_read(AT_FDCWD, path, text, sizeof(text)) >= 0)
		current_choice(text, setting->old, sizeof(setting->old));
	else if (errno == ENOENT)
		setting->absent = true;
	else
		fail("cannot read %s: %m", path);
}

/* The sizes of hugepages-*kB: PMD-sized THPs follow the global switch, the smaller ones are off. */
static void note_sizes(void)
{
	static const char *const files[] = { "enabled", "shmem_enabled" };
	struct dirent *entry;
	DIR *directory = opendir(THP);
	char path[112];
	size_t size;

	if (!directory)
		return;
	while ((entry = readdir(directory))) {
		if (sscanf(entry->d_name, "hugepages-%zukB", &size) != 1)
			continue;
		for (unsigned int i = 0; i < 2; i++) {
			snprintf(path, sizeof(path), THP "%.32s/%s", entry->d_name, files[i]);
			if (!file_exists(path))
				continue;
			note(path, size * 1024 == thp_size() ? "inherit" : "never");
			settings[count - 1].varies = !i;
		}
	}
	closedir(directory);
}

void settings_read(void)
{
	for (unsigned int i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		note(wanted[i].path, wanted[i].value);
		settings[count - 1].varies = !strcmp(wanted[i].path, KSM_RUN);
	}
	note_sizes();
}

static bool differs(const struct setting *setting)
{
	return !setting->absent && strcmp(setting->old, setting->value);
}

void settings_apply(void)
{
	for (unsigned int i = 0; i < count; i++)
		if (differs(&settings[i]) && file_write(AT_FDCWD, settings[i].path, settings[i].value))
			fail("cannot set %s to %s: %m", settings[i].path, settings[i].value);
}

void settings_restore(void)
{
	for (unsigned int i = count; i-- > 0;)
		if (differs(&settings[i]) || settings[i].varies)
			file_write(AT_FDCWD, settings[i].path, settings[i].old);
}

int settings_vary_size(size_t size, const char *mode)
{
	char path[sizeof(settings[0].path)];

	snprintf(path, sizeof(path), THP "hugepages-%zukB/enabled", size / 1024);
	for (unsigned int i = 0; i < count; i++) {
		if (strcmp(settings[i].path, path))
			continue;
		varied = true;
		return file_write(AT_FDCWD, path, mode);
	}
	errno = ENOENT;
	return -1;
}

void settings_hold_sizes(void)
{
	for (unsigned int i = 0; varied && i < count; i++)
		if (settings[i].varies && file_write(AT_FDCWD, settings[i].path, settings[i].value))
			fail("cannot set %s to %s: %m", settings[i].path, settings[i].value);
	varied = false;
}

void settings_report(void)
{
	for (unsigned int i = 0; i < count; i++) {
		const struct setting *setting = &settings[i];

		output_text(setting->absent ? "absent " : "setting ");
		output_text(setting->path);
		if (!setting->absent) {
			output_text(" ");
			output_text(setting->old);
			output_text(" ");
			output_text(setting->value);
		}
		output_text("\n");
	}
}
