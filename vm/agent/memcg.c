#include "memcg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cgroup.h"
#include "end.h"
#include "outside.h"
#include "output.h"
#include "pagemap.h"
#include "pages.h"
#include "proc.h"
#include "shared.h"
#include "smaps.h"
#include "stir.h"
#include "thp_counters.h"
#include "tree.h"

enum { STAT_SIZE = 16384, MAX_FRAMES = 1 << 16, CHUNK = 512, MAX_RANGES = 8 * PROCESSES };

static const char *const names[] = { "anon", "file", "shmem", "file_mapped", "anon_thp", "file_thp", "shmem_thp" };

static int kpagecgroup = -1;
/* Anonymous pages that processes have outside the arena. */
static uint64_t *frames;
static size_t frame_count;
/* Where processes may have such pages. */
static struct private_range {
	pid_t pid;
	struct range range;
} *ranges;
static size_t range_count;

void memcg_prepare(void)
{
	if (!cgroup_has_memory())
		return;
	kpagecgroup = open("/proc/kpagecgroup", O_RDONLY | O_CLOEXEC);
	if (kpagecgroup < 0)
		fail("cannot open /proc/kpagecgroup: %m");
	/* What is written between two looks at a process must not be memory that it shares. */
	frames = pages_alloc(MAX_FRAMES * sizeof(frames[0]));
	ranges = pages_alloc(MAX_RANGES * sizeof(ranges[0]));
}

static bool add_frames(int pagemap, const struct range *range, struct verdict *verdict)
{
	const unsigned long page_size = sysconf(_SC_PAGESIZE);
	const uint64_t last = range->end / page_size;
	uint64_t entries[CHUNK];
	size_t count;

	for (uint64_t vpn = range->start / page_size; vpn < last; vpn += count) {
		count = last - vpn < CHUNK ? last - vpn : CHUNK;
		if (pagemap_read(pagemap, vpn, count, entries))
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

void memcg_enter(void)
{
	/* The socket of the run before is charged to the same cgroup. */
	if (kpagecgroup < 0 || shared->stirrer >= 0)
		return;
	shared->stirrer = stir_open();
	if (shared->stirrer < 0)
		shared->stirrer = -errno;
}

void memcg_leave(void)
{
	if (shared->stirrer >= 0)
		close(shared->stirrer);
	shared->stirrer = -ENOENT;
}

void memcg_note(pid_t pid)
{
	size_t count;
	const struct range *own = outside_private(&count);

	if (kpagecgroup < 0)
		return;
	if (range_count + count > MAX_RANGES)
		fail("the processes have more than %d private mappings of the agent", MAX_RANGES);
	for (size_t i = 0; i < count; i++)
		ranges[range_count++] = (struct private_range){ .pid = pid, .range = own[i] };
}

/* Of the noted ranges from i on, those of one process; the next process's first one, or 0 with the verdict set. */
static size_t gather(size_t i, struct verdict *verdict)
{
	const pid_t pid = ranges[i].pid;
	int pagemap = proc_open(pid, PROC_PAGEMAP);
	bool done = true;

	if (pagemap < 0) {
		verdict_broken(verdict, "cannot open pagemap: %m");
		return 0;
	}
	for (; done && i < range_count && ranges[i].pid == pid; i++)
		done = add_frames(pagemap, &ranges[i].range, verdict);
	proc_close(pid, PROC_PAGEMAP, pagemap);
	return done ? i : 0;
}

static int compare(const void *left, const void *right)
{
	const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return a < b ? -1 : a > b;
}

/* What processes have outside the arena, in pages: charged to the run's cgroup; and the rest of the large folios that it is of. */
struct own {
	size_t mapped;
	size_t unmapped;
};

/* Adds a frame, the next one after those before; *end: of the large folio that was added last. */
static bool add_own(struct own *own, uint64_t frame, uint64_t *end, struct verdict *verdict)
{
	uint64_t first;
	size_t pages;

	own->mapped++;
	/* Elsewhere all folios of it are small. */
	if (!thp_counters_are_shared())
		return true;
	if (frame < *end) {
		own->unmapped--;
		return true;
	}
	if (pagemap_folio(frame, &first, &pages))
		return verdict_broken(verdict, "cannot read kpageflags: %m");
	own->unmapped += pages - 1;
	*end = first + pages;
	return true;
}

/* Each frame once. */
static bool count_own(struct own *own, struct verdict *verdict)
{
	uint64_t inode, owner, end = 0;

	*own = (struct own){ 0 };
	if (cgroup_inode(&inode))
		return verdict_broken(verdict, "cannot tell the cgroup's number: %m");
	qsort(frames, frame_count, sizeof(frames[0]), compare);
	for (size_t i = 0; i < frame_count; i++) {
		if (i && frames[i] == frames[i - 1])
			continue;
		if (pread(kpagecgroup, &owner, sizeof(owner), frames[i] * sizeof(owner)) != sizeof(owner))
			return verdict_broken(verdict, "cannot read /proc/kpagecgroup: %m");
		if (owner == inode && !add_own(own, frames[i], &end, verdict))
			return false;
	}
	return true;
}

/* The value of a line of memory.stat that is observed, or NULL. */
static const char *value_of(const char *line)
{
	const char *value = strchr(line, ' ');

	for (size_t i = 0; value && i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == (size_t)(value - line) && !strncmp(line, names[i], value - line))
			return value + 1;
	return NULL;
}

/* All of memory.stat, or NULL with errno. */
static char *read_stat(void)
{
	static char text[STAT_SIZE];
	ssize_t length;

	if (shared->stirrer < 0) {
		errno = -shared->stirrer;
		return NULL;
	}
	if (stir(shared->stirrer))
		return NULL;
	length = cgroup_read_stat(text, sizeof(text));
	if (length == sizeof(text) - 1)
		errno = EFBIG;
	return length < 0 || length == sizeof(text) - 1 ? NULL : text;
}

static void report(const struct own *own, char *text)
{
	output_text("memcg ");
	output_decimal(own->mapped * sysconf(_SC_PAGESIZE));
	output_text(" ");
	output_decimal(own->unmapped * sysconf(_SC_PAGESIZE));
	for (char *line; (line = strsep(&text, "\n"));) {
		if (!value_of(line))
			continue;
		output_text(" ");
		output_text(line);
	}
	output_text("\n");
}

bool memcg_is_as_new(void)
{
	char *text;

	if (kpagecgroup < 0)
		return true;
	text = read_stat();
	if (!text)
		return false;
	for (char *line; (line = strsep(&text, "\n"));) {
		const char *value = value_of(line);

		if (value && strcmp(value, "0"))
			return false;
	}
	return true;
}

void memcg_begin(void)
{
	range_count = 0;
}

static bool is_anybody(void)
{
	for (unsigned int i = 0; i < tree_size(); i++)
		if (tree_pid(i))
			return true;
	return false;
}

bool memcg_report(struct verdict *verdict)
{
	struct own own;
	size_t next;
	char *text;

	if (kpagecgroup < 0 || !is_anybody())
		return true;
	frame_count = 0;
	for (size_t i = 0; i < range_count; i = next) {
		next = gather(i, verdict);
		if (!next)
			return false;
	}
	if (!count_own(&own, verdict))
		return false;
	text = read_stat();
	if (!text)
		return verdict_broken(verdict, "cannot read memory.stat, or have it summed up (SO_RESERVE_MEM): %m");
	report(&own, text);
	return true;
}
