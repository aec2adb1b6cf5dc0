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

/* The first word of all pages that shall be equal; their second one is 0. */
#define CONTENT_EQUAL		((1ULL << CONTENT_HISTORY_SHIFT) - 1)

/* The word for a page that begins with these two. */
static inline uint64_t content_of(const volatile uint64_t *words)
{
	return words[0] | words[1] << CONTENT_HISTORY_SHIFT;
}

/* Reads every page of every process and writes the content lines. */
bool content_report_all(int64_t deadline, struct verdict *verdict);

#endif
