#include "input.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "end.h"
#include "output.h"
#include "pages.h"

enum { SIZE = 64 * 1024 };

static char *buffer;
static size_t begin, filled;

static ssize_t read_more(void)
{
	ssize_t length;

	memmove(buffer, buffer + begin, filled - begin);
	filled -= begin;
	begin = 0;
	if (filled == SIZE)
		fail("a line of more than %d bytes", SIZE);
	output_flush();
	do
		length = read(STDIN_FILENO, buffer + filled, SIZE - filled);
	while (length < 0 && errno == EINTR);
	if (length > 0)
		filled += length;
	return length;
}

char *input_line(void)
{
	size_t looked = 0;
	char *line, *newline;

	if (!buffer)
		buffer = pages_alloc(SIZE);
	while (!(newline = memchr(buffer + begin + looked, '\n', filled - begin - looked))) {
		looked = filled - begin;
		if (read_more() <= 0)
			return NULL;
	}
	*newline = '\0';
	line = buffer + begin;
	begin = newline + 1 - buffer;
	return line;
}
