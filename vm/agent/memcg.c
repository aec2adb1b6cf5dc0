#include "memcg.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "cgroup.h"
#include "end.h"
#include "output.h"
#include "pagemap.h"
#include "pages.h"
#include "tree.h"

enum { STAT_SIZE = 16384, MAX_FRAMES = 1 << 16, CHUNK = 512 };

static const char *const names[] = { "anon", "file", "shmem", "file_mapped", "anon_thp", "file_thp", "shmem_thp" };

static int kpagecgroup = -1;
/* Anonymous pages that processes have outside the arena. */
static uint64_t *frames;
static size_t frame_count;

void memcg_prepare(void)
{
	if (!cgroup_has_memory())
		return;
	kpagecgroup = open("/proc/kpagecgroup", O_RDONLY | O_CLOEXEC);
	if (kpagecgroup < 0)
		fail("cannot open /proc/kpagecgroup: %m");
	frames = pages_alloc(MAX_FRAMES * sizeof(frames[0]));
}

/*
 * The kernel sums the CPUs' counters up for a reader only once enough updates have gathered: more than 64 for each CPU, which are
 * noted 64 at a time (mm/memcontrol.c, memcg_vmstats_needs_flush).
 */
static bool stir(unsigned int process, int64_t deadline, struct verdict *verdict)
{
	const uint64_t pages = 64 * (sysconf(_SC_NPROCESSORS_ONLN) + 2);
	const struct operation stir = { .process = process, .kind = OP_STIR, .argument = { pages } };
	int64_t result;

	if (!tree_execute(&stir, 0, deadline, &result, verdict))
		return false;
	return !result || verdict_broken(verdict, "cannot map %llu pages: errno %lld", (unsigned long long)pages, (long long)result);
}

static bool add_frames(pid_t pid, uint64_t start, uint64_t end, struct verdict *verdict)
{
	const unsigned long page_size = sysconf(_SC_PAGESIZE);
	uint64_t entries[CHUNK];
	size_t count;

	for (uint64_t vpn = start / page_size; vpn < end / page_size; vpn += count) {
		count = end / page_size - vpn < CHUNK ? end / page_size - vpn : CHUNK;
		if (pagemap_read(pid, vpn, count, entries))
			return verdict_broken(verdict, "cannot read pagemap: %m");
		for (size_t i = 0; i < count; i++) {
			if (!pagemap_is_anon(entries[i]))
				continue;
			if (frame_count == MAX_FRAMES)
				return verdict_broken(verdict, "the agent's processes have too many pages");
			frames[frame_count++] = pagemap_frame(entries[i]);
		}
	}
	return true;
}

/* What a process may write privately and has outside the arena: its data and its stack. */
static bool gather(pid_t pid, struct verdict *verdict)
{
	unsigned long long start, end;
	char path[32], line[512], access[5];
	bool done = true;
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	maps = fopen(path, "re");
	if (!maps)
		return verdict_broken(verdict, "cannot read maps: %m");
	while (done && fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%llx-%llx %4s", &start, &end, access) != 3 || strcmp(access, "rw-p"))
			continue;
		if (start < ARENA_START || start >= ARENA_END)
			done = add_frames(pid, start, end, verdict);
	}
	fclose(maps);
	return done;
}

static int compare(const void *left, const void *right)
{
	const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return a < b ? -1 : a > b;
}

/* How many of the frames are charged to the run's cgroup, each counted once. */
static bool count_charged(size_t *charged, struct verdict *verdict)
{
	uint64_t inode, owner;

	*charged = 0;
	if (cgroup_inode(&inode))
		return verdict_broken(verdict, "cannot tell the cgroup's number: %m");
	qsort(frames, frame_count, sizeof(frames[0]), compare);
	for (size_t i = 0; i < frame_count; i++) {
		if (i && frames[i] == frames[i - 1])
			continue;
		if (pread(kpagecgroup, &owner, sizeof(owner), frames[i] * sizeof(owner)) != sizeof(owner))
			return verdict_broken(verdict, "cannot read /proc/kpagecgroup: %m");
		*charged += owner == inode;
	}
	return true;
}

static bool report(size_t outside, struct verdict *verdict)
{
	static char text[STAT_SIZE];
	ssize_t length = cgroup_read_stat(text, sizeof(text));

	if (length < 0 || length == sizeof(text) - 1)
		return verdict_broken(verdict, "cannot read memory.stat: %m");
	output_text("memcg ");
	output_decimal(outside * sysconf(_SC_PAGESIZE));
	for (char *rest = text, *line; (line = strsep(&rest, "\n"));) {
		char *value = strchr(line, ' ');

		for (size_t i = 0; value && i < sizeof(names) / sizeof(names[0]); i++) {
			if (strlen(names[i]) != (size_t)(value - line) || strncmp(line, names[i], value - line))
				continue;
			output_text(" ");
			output_text(line);
		}
	}
	output_text("\n");
	return true;
}

bool memcg_report(int64_t deadline, struct verdict *verdict)
{
	unsigned int first = 0;
	size_t charged;

	while (first < tree_size() && !tree_pid(first))
		first++;
	if (kpagecgroup < 0 || first == tree_size())
		return true;
	if (!stir(first, deadline, verdict) || !tree_settle_one(first, deadline, verdict))
		return false;
	frame_count = 0;
	for (unsigned int i = first; i < tree_size(); i++)
		if (tree_pid(i) && !gather(tree_pid(i), verdict))
			return false;
	return count_charged(&charged, verdict) && report(charged, verdict);
}
