#include "thp.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "end.h"
#include "files.h"

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

static char *scratch;

size_t thp_size(void)
{
	static size_t size;
	char text[32];

	if (!size && file_read(AT_FDCWD, "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", text, sizeof(text)) > 0)
		size = strtoull(text, NULL, 10);
	return size;
}

/*
 * The first THP is written: collapsing it again later does nothing but drain. The second one is only read: it holds the huge
 * zero page. Both keep the server on khugepaged's list, which would scan at once whenever the list stops being empty.
 * A process of a scenario has none of this, nor of what is left beside it: mlockall would fill it, with a THP where the scenario says so.
 */
void thp_prepare(void)
{
	size_t size = thp_size();
	char *map;

	if (!size)
		return;
	map = mmap(NULL, 3 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (map == MAP_FAILED)
		fail("no memory for the scratch THPs: %m");
	scratch = (char *)(((uintptr_t)map + size - 1) & -size);
	if (madvise(map, 3 * size, MADV_DONTFORK) || madvise(scratch, 2 * size, MADV_HUGEPAGE))
		fail("cannot have scratch THPs: %m");
	*(volatile char *)scratch = 1;
	(void)*(volatile char *)(scratch + size);
	if (thp_drain_lru())
		fail("cannot drain the LRU batches: MADV_COLLAPSE: %m");
}

int thp_drain_lru(void)
{
	return scratch ? madvise(scratch, thp_size(), MADV_COLLAPSE) : 0;
}
