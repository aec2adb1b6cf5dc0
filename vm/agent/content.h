/* What the pages of a scenario hold: one word for each, see PROTOCOL.md. */
#ifndef CONTENT_H
#define CONTENT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "smaps.h"
#include "verdict.h"

#define CONTENT_STEP_SHIFT	32
#define CONTENT_HISTORY_SHIFT	52

/* The word for a page that begins with these two. */
static inline uint64_t content_of(const volatile uint64_t *words)
{
	return words[0] | words[1] << CONTENT_HISTORY_SHIFT;
}

/*
 * Reads, of at most LOAD_PAGES pages of a process from page vpn on, those that shared->load.words says, and puts the words there.
 * A page that is not present is faulted in.
 */
bool content_load(unsigned int process, const struct range *vma, uint64_t vpn, size_t count, int64_t deadline, struct verdict *verdict);
/* Reads every page of every process and writes the content lines. */
bool content_report_all(int64_t deadline, struct verdict *verdict);

#endif
