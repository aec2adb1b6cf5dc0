#include "scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "end.h"

/* Headers of older releases do not have it. */
struct region {
	uint64_t start;
	uint64_t end;
	uint64_t categories;
};

struct scan {
	uint64_t size;
	uint64_t flags;
	uint64_t start;
	uint64_t end;
	uint64_t walk_end;
	uint64_t vec;
	uint64_t vec_len;
	uint64_t max_pages;
	uint64_t category_inverted;
	uint64_t category_mask;
	uint64_t category_anyof_mask;
	uint64_t return_mask;
};

#define SCAN	_IOWR('f', 16, struct scan)

/* As many as this agent asks for. */
#define CATEGORIES	0x3ffULL

enum { REGIONS = 256 };

static uint64_t known;
static unsigned long page_size;

/* The number of regions, or -1 with errno. */
static int scan(int pagemap, uint64_t start, uint64_t end, uint64_t wanted, struct region *regions, uint64_t *walk_end)
{
	struct scan scan = {
		.size = sizeof(scan),
		.start = start,
		.end = end,
		.vec = (uintptr_t)regions,
		.vec_len = REGIONS,
		.return_mask = wanted,
	};
	int count = ioctl(pagemap, SCAN, &scan);

	*walk_end = scan.walk_end;
	return count;
}

static void find_out(void)
{
	struct region regions[REGIONS];
	uint64_t walk_end, at;
	int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);

	page_size = sysconf(_SC_PAGESIZE);
	if (pagemap < 0)
		fail("cannot open pagemap: %m");
	at = (uintptr_t)&known & -page_size;
	for (known = CATEGORIES; known; known >>= 1)
		if (scan(pagemap, at, at + page_size, known, regions, &walk_end) >= 0)
			break;
	close(pagemap);
}

uint64_t scan_known(void)
{
	if (!page_size)
		find_out();
	return known;
}

int scan_read(int pagemap, uint64_t vpn, size_t count, uint64_t *categories)
{
	struct region regions[REGIONS];
	uint64_t wanted = scan_known();
	uint64_t at = vpn * page_size;
	uint64_t end = at + count * page_size;

	memset(categories, 0, count * sizeof(*categories));
	while (wanted && at < end) {
		uint64_t walk_end;
		int found = scan(pagemap, at, end, wanted, regions, &walk_end);

		if (found < 0)
			return -1;
		for (int i = 0; i < found; i++)
			for (uint64_t page = regions[i].start / page_size; page < regions[i].end / page_size; page++)
				categories[page - vpn] = regions[i].categories;
		if (walk_end <= at) {
			errno = ENODATA;
			return -1;
		}
		at = walk_end;
	}
	return 0;
}
