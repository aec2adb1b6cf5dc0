#include "totals.h"

#include <stdbool.h>
#include <string.h>

#include "output.h"
#include "proc.h"

enum { SIZE = 8192 };

static const char *const status_names[] = { "VmSize", "VmLck", "RssAnon", "RssFile", "RssShmem", "VmSwap", "HugetlbPages" };

/* Writes a line "Name:   N kB" as name and number. */
static void report_line(const char *line, const char *colon)
{
	const char *digits = colon + 1 + strspn(colon + 1, " \t");

	output_text(" ");
	output_bytes(line, colon - line);
	output_text(" ");
	output_bytes(digits, strcspn(digits, " \n"));
}

static bool is_wanted(const char *line, size_t length)
{
	for (size_t i = 0; i < sizeof(status_names) / sizeof(status_names[0]); i++)
		if (strlen(status_names[i]) == length && !memcmp(status_names[i], line, length))
			return true;
	return false;
}

static int report(pid_t pid, enum proc_file file, bool (*wanted)(const char *line, size_t length))
{
	static char text[SIZE];

	if (proc_read(pid, file, text, sizeof(text)) < 0)
		return -1;
	for (const char *line = text; *line;) {
		const char *end = strchrnul(line, '\n');
		const char *colon = memchr(line, ':', end - line);

		if (colon && wanted(line, colon - line))
			report_line(line, colon);
		line = *end ? end + 1 : end;
	}
	output_text("\n");
	return 0;
}

/* The rollup's first line has no name; it has colons all the same. */
static bool is_field(const char *line, size_t length)
{
	return *line >= 'A' && *line <= 'Z' && !memchr(line, ' ', length);
}

int totals_report(pid_t pid)
{
	output_text("rollup");
	if (report(pid, PROC_ROLLUP, is_field))
		return -1;
	output_text("status");
	return report(pid, PROC_STATUS, is_wanted);
}
