#include "outside.h"

#include <linux/magic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>

#include "end.h"
#include "output.h"
#include "shared.h"
#include "smaps.h"

/* Entries from here on are the kernel's own pages, which belong to no mm. */
#define KERNEL	0x8000000000000000ULL

enum { FIELDS = 32, NAME_SIZE = 24, RANGES = 32 };

static struct field {
	char name[NAME_SIZE];
	size_t length;
	int64_t sum;
} fields[FIELDS];
/* Fields that are known; the one that should come next; entries with resident pages. */
static unsigned int count, next, shares;
/* The entry at hand: none of a process; of shared memory; what it has. */
static bool ignored, shmem, private;
static struct range vma_range;
static int64_t size, rss, shmem_rss;
/* Sizes of the entries that are locked: what they have of VmLck. */
static int64_t locked;
static struct range ranges[RANGES];
static size_t range_count;
/* The agent's file is on tmpfs, so its pages count as shared memory. */
static bool tmpfs;

void outside_prepare(void)
{
	struct statfs fs;

	if (statfs("/proc/self/exe", &fs))
		fail("cannot tell the file system of the agent: %m");
	tmpfs = fs.f_type == TMPFS_MAGIC;
}

void outside_begin(void)
{
	for (unsigned int i = 0; i < count; i++)
		fields[i].sum = 0;
	shares = 0;
	shmem_rss = 0;
	locked = 0;
	/* All of this is written before the first look, so that the agent has pages of its own and the process's stay what they are. */
	memset(ranges, 0, sizeof(ranges));
	range_count = 0;
}

/* START-END PERM OFFSET DEVICE INODE NAME: the fifth word tells a file. */
static bool has_file(const char *header)
{
	for (int words = 0; words < 4; words++) {
		header = strchr(header, ' ');
		if (!header)
			return false;
		header++;
	}
	return *header != '0';
}

static bool is_private(const char *header)
{
	const char *access = strchr(header, ' ');

	return access && access[4] == 'p';
}

void outside_add_vma(const struct range *vma, const char *header)
{
	ignored = vma->start >= KERNEL;
	shmem = vma->start == (uintptr_t)shared || (tmpfs && has_file(header));
	next = 0;
	private = is_private(header);
	vma_range = *vma;
}

const struct range *outside_private(size_t *length)
{
	*length = range_count;
	return ranges;
}

/* Every entry has the same fields in the same order. */
static struct field *find(const char *name, size_t length)
{
	struct field *field = &fields[next];

	if (next == FIELDS || length >= NAME_SIZE)
		fail("smaps has more fields than expected");
	if (next == count) {
		memcpy(field->name, name, length);
		field->length = length;
		count++;
	}
	if (field->length != length || memcmp(field->name, name, length))
		fail("two entries of smaps have other fields");
	next++;
	return field;
}

static void add_private(void)
{
	if (range_count == RANGES)
		fail("a process has more than %d private mappings of the agent", RANGES);
	ranges[range_count++] = vma_range;
}

/* Up to the end of the line; the text goes on behind it. */
static bool is_locked(const char *flags)
{
	const char *end = strchrnul(flags, '\n');

	return memmem(flags, end - flags, " lo", 3);
}

void outside_add_line(const char *line)
{
	const char *colon = strchr(line, ':');
	struct field *field;
	int64_t value;

	if (ignored || !colon)
		return;
	if (!strncmp(line, "VmFlags:", 8)) {
		locked += is_locked(line) ? size : 0;
		return;
	}
	field = find(line, colon - line);
	value = strtoll(colon + 1, NULL, 10);
	field->sum += value;
	if (!strcmp(field->name, "Size"))
		size = value;
	else if (!strcmp(field->name, "Rss"))
		rss = value;
	else if (!strcmp(field->name, "Pss"))
		shares += rss > 0;
	else if (!strcmp(field->name, "Anonymous")) {
		shmem_rss += shmem ? rss - value : 0;
		if (private && value)
			add_private();
	}
}

void outside_report(void)
{
	output_text("outside ");
	output_decimal(shares);
	output_text(" shmem ");
	output_decimal(shmem_rss);
	output_text(" locked ");
	output_decimal(locked);
	for (unsigned int i = 0; i < count; i++) {
		output_text(" ");
		output_text(fields[i].name);
		output_text(" ");
		output_decimal(fields[i].sum);
	}
	output_text("\n");
}
