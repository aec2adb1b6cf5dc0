/* What a process has outside the arena, summed up over its smaps entries: the agent's own memory. */
#ifndef OUTSIDE_H
#define OUTSIDE_H

#include <stdint.h>

/* Once: notes what the agent's own pages are. */
void outside_prepare(void);
/* Forgets the process before. */
void outside_begin(void);
/* The header of an entry, and each of its other lines. */
void outside_add_vma(uint64_t start, const char *header);
void outside_add_line(const char *line);
/* Writes the outside line. */
void outside_report(void);

#endif
