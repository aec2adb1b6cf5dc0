/* Reading what pages of one process hold: ranges are collected and read together, with few switches of tasks. */
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "smaps.h"
#include "verdict.h"

/* Who loads pages, a batch after another, and what for. Both return false where nothing must follow. */
struct load_user {
	/* Writes into words, for count pages of a VMA from page vpn on, which are wanted; the pages are from index first on in shared->load. */
	bool (*want)(struct load_user *user, uint64_t vpn, size_t first, size_t count);
	/* Loads, with load_run(), and reports a batch. */
	bool (*report)(struct load_user *user);
	unsigned int process;
	int pagemap;
	int64_t deadline;
	struct verdict *verdict;
};

/* Begins with an empty batch. */
void load_begin(void);
/* Adds a VMA's pages to the batch; whenever that is full, it is reported. */
bool load_vma(struct load_user *user, const struct range *vma);
/* Reports what is left in the batch. */
bool load_rest(struct load_user *user);
/* Pages in the batch. */
size_t load_pages(void);
/* Reads what is wanted of the batch, range after range. A page that is not present is faulted in. */
bool load_run(const struct load_user *user);

#endif
