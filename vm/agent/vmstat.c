#include "vmstat.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "pages.h"

#define PREFIX	"thp_"

enum { SIZE = 64 * 1024 };

/* The file, with a newline before its first line; NULL with errno. */
static const char *read_text(void)
{
	static char *text;
	static int fd = -1;
	size_t length = 1;
	ssize_t more;

	if (fd < 0)
		fd = open("/proc/vmstat", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	if (!text)
		text = pages_alloc(SIZE);
	text[0] = '\n';
	while ((more = pread(fd, text + length, SIZE - 1 - length, length - 1)) > 0)
		length += more;
	text[length] = '\0';
	return more < 0 ? NULL : text;
}

static int64_t value_of(const char *text, const char *name)
{
	size_t length = strlen(name);

	for (const char *line = text; (line = strchr(line, '\n')); ) {
		line++;
		if (!strncmp(line, name, length) && line[length] == ' ')
			return strtoll(line + length, NULL, 10);
	}
	return 0;
}

int vmstat_read_thp(const char *const *names, size_t count, int64_t *values)
{
	const char *text = read_text();
	const char *thps;

	if (!text)
		return -1;
	/* They stand together, behind most of the others. */
	thps = strstr(text, "\n" PREFIX);
	for (size_t i = 0; i < count; i++)
		values[i] = thps ? value_of(thps, names[i]) : 0;
	return 0;
}

int64_t vmstat_thp_fallbacks(void)
{
	static const char *const names[] = { "thp_fault_fallback", "thp_fault_fallback_charge", "thp_file_fallback", "thp_file_fallback_charge" };
	int64_t values[4];

	return vmstat_read_thp(names, 4, values) ? -1 : values[0] + values[1] + values[2] + values[3];
}
