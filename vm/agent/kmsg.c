#include "kmsg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output.h"

/* A record is at most 8 KiB; a flood is cut, its beginning is what matters. */
enum { RECORD = 8 * 1024 + 1, MOST = 500, FACILITY_SHIFT = 3 };

static int log_fd = -1;

bool kmsg_prepare(void)
{
	log_fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (log_fd >= 0 && lseek(log_fd, 0, SEEK_END) >= 0)
		return true;
	if (log_fd >= 0)
		close(log_fd);
	log_fd = -1;
	return false;
}

/* PRIORITY,SEQUENCE,TIME,FLAGS;TEXT, then lines of properties. What user space logged has a facility. */
static void report(char *record)
{
	char *text = strchr(record, ';');

	if (!text || strtoul(record, NULL, 10) >> FACILITY_SHIFT)
		return;
	text[strcspn(text, "\n")] = '\0';
	output_text("kernel ");
	output_text(text + 1);
	output_text("\n");
}

void kmsg_report(void)
{
	static char record[RECORD];
	int reported = 0;

	for (;;) {
		ssize_t length = read(log_fd, record, RECORD - 1);

		/* EPIPE: records were overwritten before they were read; the next read goes on behind them. */
		if (length < 0 && (errno == EPIPE || errno == EINTR))
			continue;
		if (length <= 0)
			return;
		record[length] = '\0';
		if (reported++ < MOST)
			report(record);
	}
}
