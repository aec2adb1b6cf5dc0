#include "numa.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mempolicy.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "files.h"

enum { BATCH = 64 };

static long move_pages(unsigned long count, void **pages, const int *nodes, int *status)
{
	return syscall(SYS_move_pages, 0, count, pages, nodes, status, nodes ? MPOL_MF_MOVE : 0);
}

/* A kernel with nodes need not move anything between them (CONFIG_NUMA_MIGRATION). */
bool numa_known(void)
{
	char text[64];
	unsigned int node = 1;

	if (file_read(AT_FDCWD, "/sys/devices/system/node/has_memory", text, sizeof(text)) <= 0)
		return false;
	text[strcspn(text, "\n")] = '\0';
	return !strncmp(text, "0-", 2) && !move_pages(0, NULL, NULL, NULL) && !syscall(SYS_getcpu, NULL, &node, NULL) && !node;
}

/* Pages that are not there have a negative status. */
static int64_t move_batch(unsigned long count, void **pages, int node)
{
	int nodes[BATCH], status[BATCH];

	for (unsigned long i = 0; i < count; i++)
		nodes[i] = node;
	if (move_pages(count, pages, nodes, status) < 0)
		return errno;
	if (move_pages(count, pages, NULL, status))
		return errno;
	for (unsigned long i = 0; i < count; i++)
		if (status[i] >= 0 && status[i] != node)
			return EACCES;
	return 0;
}

int64_t move_range(uint64_t address, uint64_t length, int node)
{
	size_t page_size = sysconf(_SC_PAGESIZE);
	void *pages[BATCH];
	int64_t result = 0;

	while (length) {
		unsigned long count = 0;
		int64_t moved;

		for (; count < BATCH && length; count++, address += page_size, length -= page_size)
			pages[count] = (void *)(uintptr_t)address;
		moved = move_batch(count, pages, node);
		if (moved)
			result = moved;
	}
	return result;
}
