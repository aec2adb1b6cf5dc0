#include "pages.h"

#include <sys/mman.h>

#include "end.h"

void *pages_alloc(size_t size)
{
	void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED || madvise(pages, size, MADV_DONTFORK))
		fail("no memory for %zu bytes: %m", size);
	return pages;
}

void *pages_grow(void *pages, size_t size, size_t larger)
{
	pages = mremap(pages, size, larger, MREMAP_MAYMOVE);
	if (pages == MAP_FAILED)
		fail("no memory for %zu bytes: %m", larger);
	return pages;
}
