/* What a process has outside the arena, summed up over its smaps entries: the agent's own memory. */
#ifndef OUTSIDE_H
#define OUTSIDE_H

#include <stddef.h>
#include <stdint.h>

struct range;

/* Once: notes what the agent's own pages are. */
void outside_prepare(void);
/* Forgets the process before. */
void outside_begin(void);
/* The header of an entry, and each of its other lines. */
void outside_add_vma(const struct range *vma, const char *header);
void outside_add_line(const char *line);
/* What the process may write privately: its data and its stack. */
const struct range *outside_private(size_t *length);
/* Writes the outside line. */
void outside_report(void);

#endif
