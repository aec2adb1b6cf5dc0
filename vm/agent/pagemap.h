/* The page lines of an observation. */
#ifndef PAGEMAP_H
#define PAGEMAP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "smaps.h"
#include "verdict.h"

/* Opens /proc/kpagecount and /proc/kpageflags, once. */
void pagemap_prepare(void);
/* Writes the runs of all pages of the VMAs to the output. */
bool pagemap_report(pid_t pid, const struct smaps *smaps, int64_t deadline, struct verdict *verdict);

#endif
