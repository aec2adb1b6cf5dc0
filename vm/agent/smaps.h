/* The part of /proc/PID/smaps that is about the arena. */
#ifndef SMAPS_H
#define SMAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct range {
	uint64_t start;
	uint64_t end;
	/* A load by the process itself is allowed. */
	bool readable;
};

struct smaps {
	/* The entries as the kernel wrote them. */
	const char *text;
	size_t length;
	/* The VMA of each entry. */
	const struct range *vmas;
	size_t vma_count;
};

/* Reads the entries that start inside the arena, valid until the next call, and sums up the others; 0, or -1 with errno. */
int smaps_read(pid_t pid, struct smaps *smaps);
/* The same with nothing but the header of each entry. */
int smaps_read_headers(pid_t pid, struct smaps *smaps);

#endif
