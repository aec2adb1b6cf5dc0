/* Runs of pages with equal answers. */
#ifndef PAGE_RUN_H
#define PAGE_RUN_H

#include <stdint.h>

#define NO_FRAME	UINT64_MAX

/* What is known of one page; count and flags are 0 without a frame, and word means nothing. */
struct page {
	uint64_t vpn;
	uint64_t bits;
	uint64_t frame;
	uint64_t count;
	uint64_t flags;
	/* What PAGEMAP_SCAN says of it. */
	uint64_t categories;
	/* What the page holds. */
	uint64_t word;
};

struct page_run {
	struct page first;
	uint64_t length;
	unsigned int stride;
	/* By how much words ascend: 0 or 1. */
	unsigned int word_stride;
};

/* Adds a page to the run, or writes the run out and begins a new one. A run of length 0 is empty. */
void page_run_add(struct page_run *run, const struct page *page);
/* Writes the run out. */
void page_run_end(struct page_run *run);

#endif
