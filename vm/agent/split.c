#include "split.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "files.h"

#define SPLIT_FILE	"/sys/kernel/debug/split_huge_pages"

bool split_known(void)
{
	return file_exists(SPLIT_FILE);
}

/* By the number of this thread: the first one may have ended, and has no memory then. */
int64_t split_range(const uint64_t *argument)
{
	char text[80];
	int length = snprintf(text, sizeof(text), "%d,0x%" PRIx64 ",0x%" PRIx64, (int)gettid(), argument[0], argument[0] + argument[1]);
	int64_t result = 0;
	int fd;

	/* Kernels that know no order do not expect one. */
	if (argument[2])
		length += snprintf(text + length, sizeof(text) - length, ",%" PRIu64, argument[2]);
	fd = open(SPLIT_FILE, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	if (write(fd, text, length) < 0)
		result = errno;
	close(fd);
	return result;
}
