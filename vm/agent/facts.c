#include "facts.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "files.h"
#include "hold.h"
#include "hugetlb.h"
#include "ksm.h"
#include "numa.h"
#include "numa_maps.h"
#include "output.h"
#include "processors.h"
#include "scan.h"
#include "split.h"
#include "swap.h"
#include "uffd.h"

static void report(const char *name, const char *value)
{
	output_text("fact ");
	output_text(name);
	output_text(" ");
	output_text(value);
	output_text("\n");
}

/* The first line is a heading; every other one is a device or file. */
static bool has_swap(void)
{
	char text[512];
	const char *line;

	if (file_read(AT_FDCWD, "/proc/swaps", text, sizeof(text)) <= 0)
		return false;
	line = strchr(text, '\n');
	return line && line[1];
}

static bool has_userfaultfd(void)
{
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

/* A word of the command line: the kernel has no other place that says it. */
static bool is_booted_with(const char *word)
{
	char text[4096];
	char *rest = text;
	char *found;

	if (file_read(AT_FDCWD, "/proc/cmdline", text, sizeof(text)) <= 0)
		return false;
	while ((found = strsep(&rest, " \n")))
		if (!strcmp(found, word))
			return true;
	return false;
}

void facts_report(void)
{
	char categories[24], processors[12];

	report("swap", has_swap() ? "on" : "off");
	report("swap_area", swap_size() ? "yes" : "no");
	report("hugetlb", hugetlb_sizes());
	report("split_file", split_known() ? "yes" : "no");
	report("userfaultfd", has_userfaultfd() ? "yes" : "no");
	report("numa_maps", numa_maps_known() ? "yes" : "no");
	snprintf(categories, sizeof(categories), "%" PRIx64, scan_known());
	report("pagemap_scan", categories);
	report("userfaultfd_wp", uffd_has_protection(false) ? "yes" : "no");
	report("userfaultfd_wp_async", uffd_has_protection(true) ? "yes" : "no");
	report("io_uring", pin_known() ? "yes" : "no");
	report("ksm", ksm_known() ? "yes" : "no");
	snprintf(processors, sizeof(processors), "%d", processors_count());
	report("processors", processors);
	report("second_node", numa_known() ? "yes" : "no");
	report("page_table_check", is_booted_with("page_table_check=on") ? "on" : "off");
}
