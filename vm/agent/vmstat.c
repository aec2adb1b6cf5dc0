#include "vmstat.h"

#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <fcntl.h>
#include <unistd.h>

#include "pages.h"

enum { SIZE = 64 * 1024 };

static int64_t value_of(const char *text, const char *key)
{
	const char *line = strstr(text, key);

	return line ? strtoll(line + strlen(key), NULL, 10) : 0;
}

int64_t vmstat_thp_fallbacks(void)
{
	static char *text;
	size_t length = 0;
	ssize_t more;
	int fd = open("/proc/vmstat", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -1;
	if (!text)
		text = pages_alloc(SIZE);
	while ((more = read(fd, text + length, SIZE - 1 - length)) > 0)
		length += more;
	close(fd);
	if (more < 0)
		return -1;
	text[length] = '\0';
	return value_of(text, "\nthp_fault_fallback ") + value_of(text, "\nthp_fault_fallback_charge ") +
	       value_of(text, "\nthp_file_fallback ") + value_of(text, "\nthp_file_fallback_charge ");
}
