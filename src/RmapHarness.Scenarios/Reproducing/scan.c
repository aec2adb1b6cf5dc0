/* ---- The ioctl PAGEMAP_SCAN ---- */

#define SCAN_REGIONS	256

/* Old headers lack both, and the number. */
struct scan_region {
	uint64_t start, end, categories;
};

struct scan {
	uint64_t size, flags, start, end, walk_end, vec, vec_len, max_pages;
	uint64_t category_inverted, category_mask, category_anyof_mask, return_mask;
};

#define SCAN	_IOWR('f', 16, struct scan)

static struct scan_region regions[SCAN_REGIONS];

/* The number of regions, or -1. */
static int scan(int pagemap, uint64_t start, uint64_t end, uint64_t wanted, uint64_t *walk_end)
{
	struct scan scan = {
		.size = sizeof(scan),
		.start = start,
		.end = end,
		.vec = (uintptr_t)regions,
		.vec_len = SCAN_REGIONS,
		.return_mask = wanted,
	};
	int count = ioctl(pagemap, SCAN, &scan);

	*walk_end = scan.walk_end;
	return count;
}

/* A kernel refuses categories that it does not know. */
static uint64_t known_categories(int pagemap)
{
	uint64_t known = 0, walk_end;

	for (size_t i = 0; i < COUNT(scan_bits); i++)
		if (scan(pagemap, ARENA_START, ARENA_START + PAGE_SIZE, 1UL << scan_bits[i].number, &walk_end) >= 0)
			known |= 1UL << scan_bits[i].number;
	return known;
}

/* Of so many pages; what is in no region has no category. */
static void read_categories(int pagemap, uint64_t vpn, uint64_t count, uint64_t wanted, uint64_t *categories)
{
	uint64_t at = vpn * PAGE_SIZE, end = at + count * PAGE_SIZE, walk_end;

	memset(categories, 0, count * sizeof(*categories));
	while (wanted && at < end) {
		int found = scan(pagemap, at, end, wanted, &walk_end);

		if (found < 0 || walk_end <= at)
			stop(KSFT_ERROR, "PAGEMAP_SCAN: %m");
		for (int i = 0; i < found; i++)
			for (uint64_t page = regions[i].start / PAGE_SIZE; page < regions[i].end / PAGE_SIZE; page++)
				categories[page - vpn] = regions[i].categories;
		at = walk_end;
	}
}

static void check_scan(const struct process_view *view, int pagemap)
{
	static uint64_t categories[512];
	uint64_t known = COMPARES_SCAN ? known_categories(pagemap) : 0, count;

	for (size_t i = 0; COMPARES_SCAN && i < COUNT(scan_bits) * view->run_count; i++) {
		const struct bit *bit = &scan_bits[i / view->run_count];
		const struct run *run = &view->runs[i % view->run_count];

		for (uint64_t done = 0; done < run->pages; done += count) {
			count = run->pages - done < COUNT(categories) ? run->pages - done : COUNT(categories);
			read_categories(pagemap, run->vpn + done, count, known, categories);
			for (uint64_t j = 0; !(run->open >> bit->number & 1) && j < count; j++)
				compare_page(names[view->process], run->vpn + done + j, bit->name, run->categories >> bit->number & 1,
					     categories[j] >> bit->number & 1);
		}
	}
	tell_pending();
}
