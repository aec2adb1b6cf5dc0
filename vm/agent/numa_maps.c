#include "numa_maps.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "files.h"
#include "output.h"
#include "pages.h"
#include "proc.h"

enum { READ_SIZE = 64 * 1024 };

static char *text;
static size_t text_size;

bool numa_maps_known(void)
{
	static int known = -1;

	if (known < 0)
		known = file_exists("/proc/self/numa_maps");
	return known;
}

/* The whole file; its length, or -1 with errno. */
static ssize_t read_all(int fd)
{
	size_t length = 0;
	ssize_t more;

	if (!text) {
		text_size = 2 * READ_SIZE;
		text = pages_alloc(text_size);
	}
	do {
		if (text_size - length < READ_SIZE) {
			text = pages_grow(text, text_size, 2 * text_size);
			text_size *= 2;
		}
		more = read(fd, text + length, READ_SIZE);
		if (more > 0)
			length += more;
	} while (more > 0 || (more < 0 && errno == EINTR));
	return more < 0 ? -1 : (ssize_t)length;
}

/* Moves the arena's lines to the front; how many bytes they are. */
static size_t keep_arena(size_t length)
{
	size_t kept = 0, at = 0;
	char *newline;

	while ((newline = memchr(text + at, '\n', length - at))) {
		size_t next = newline + 1 - text;
		uint64_t start = strtoull(text + at, NULL, 16);

		if (start >= ARENA_START && start < ARENA_END) {
			memmove(text + kept, text + at, next - at);
			kept += next - at;
		}
		at = next;
	}
	return kept;
}

int numa_maps_report(pid_t pid)
{
	ssize_t length;
	size_t kept;
	int fd;

	if (!numa_maps_known())
		return 0;
	fd = proc_open(pid, PROC_NUMA_MAPS);
	if (fd < 0)
		return -1;
	length = read_all(fd);
	proc_close(pid, PROC_NUMA_MAPS, fd);
	if (length < 0)
		return -1;
	kept = keep_arena(length);
	output_text("numa_maps ");
	output_decimal(kept);
	output_text("\n");
	output_bytes(text, kept);
	return 0;
}
