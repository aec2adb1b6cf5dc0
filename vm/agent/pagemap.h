/* The page lines of an observation. */
#ifndef PAGEMAP_H
#define PAGEMAP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "smaps.h"
#include "verdict.h"

/* The bits of a page that has an entry: present, or anything else that is not none. */
#define PAGEMAP_ENTRY	(3ULL << 62)

/* Present, and of an anonymous folio or the zero page. */
bool pagemap_is_anon(uint64_t entry);
/* The frame of a present entry. */
uint64_t pagemap_frame(uint64_t entry);
/* Opens /proc/kpagecount and /proc/kpageflags, once. */
void pagemap_prepare(void);
/* How many pages the folio of a frame has, and its first frame; 0, or -1 with errno. */
int pagemap_folio(uint64_t frame, uint64_t *first, size_t *pages);
/* Reads the entries of count pages from page vpn on; 0, or -1 with errno. */
int pagemap_read(int pagemap, uint64_t vpn, size_t count, uint64_t *entries);
/* Writes the runs of all pages of the VMAs to the output. */
bool pagemap_report(unsigned int process, const struct smaps *smaps, int64_t deadline, struct verdict *verdict);

#endif
