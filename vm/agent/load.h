/* Reading what pages of one process hold: ranges are collected and read together, with few switches of tasks. */
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "smaps.h"
#include "verdict.h"

/* Forgets all ranges. */
void load_begin(void);
/* How many pages the next range can have; 0 if there is no room for another one. */
size_t load_room(void);
/* Adds pages of a VMA from page vpn on; where they begin in shared->load. Which words are wanted is for the caller to say there. */
size_t load_add(const struct range *vma, uint64_t vpn, size_t count);
/* Pages in all ranges. */
size_t load_pages(void);
/* Reads what is wanted, range after range. A page that is not present is faulted in. */
bool load_run(unsigned int process, int64_t deadline, struct verdict *verdict);

#endif
