/* PAGEMAP_SCAN: the categories of pages. */
#ifndef SCAN_H
#define SCAN_H

#include <stddef.h>
#include <stdint.h>

/* The categories that the kernel tells; 0 if it has no such ioctl. */
uint64_t scan_known(void);
/* Fills in the categories of count pages from page vpn on, of an open pagemap; 0, or -1 with errno. */
int scan_read(int pagemap, uint64_t vpn, size_t count, uint64_t *categories);

#endif
