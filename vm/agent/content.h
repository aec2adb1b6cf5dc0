/* What the pages of a scenario hold: the first word of each. */
#ifndef CONTENT_H
#define CONTENT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "smaps.h"
#include "verdict.h"

/*
 * Reads, of at most LOAD_PAGES pages of a process from page vpn on, those that shared->load.words says, and puts the words there.
 * A page that is not present is faulted in.
 */
bool content_load(unsigned int process, const struct range *vma, uint64_t vpn, size_t count, int64_t deadline, struct verdict *verdict);
/* Reads every page of every process and writes the content lines. */
bool content_report_all(int64_t deadline, struct verdict *verdict);

#endif
