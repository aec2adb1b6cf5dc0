#include "smaps.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "outside.h"
#include "pages.h"
#include "proc.h"

/* Room for what one read returns: seq_file gives a page, more only for an entry that is longer. */
enum { READ_SIZE = 64 * 1024 };

static char *text;
static size_t text_size;
static struct range *vmas;
static size_t vmas_size;

static void make_room(size_t length, size_t vma_count)
{
	if (!text) {
		text_size = 4 * READ_SIZE;
		text = pages_alloc(text_size);
		vmas_size = READ_SIZE;
		vmas = pages_alloc(vmas_size);
	}
	if (text_size - length < READ_SIZE) {
		text = pages_grow(text, text_size, 2 * text_size);
		text_size *= 2;
	}
	if (vmas_size < (vma_count + READ_SIZE) * sizeof(*vmas)) {
		size_t larger = 2 * (vma_count + READ_SIZE) * sizeof(*vmas);

		vmas = pages_grow(vmas, vmas_size, larger);
		vmas_size = larger;
	}
}

/* Entries begin with the VMA's address in lower case; the fields' names begin with a capital. */
static bool is_header(const char *line)
{
	return (*line >= '0' && *line <= '9') || (*line >= 'a' && *line <= 'f');
}

static struct range parse_header(const char *line)
{
	struct range vma;
	char *rest;

	vma.start = strtoull(line, &rest, 16);
	vma.end = strtoull(rest + 1, &rest, 16);
	vma.readable = rest[1] == 'r';
	return vma;
}

struct filter {
	/* Bytes at the start of text that are kept, and all that are there. */
	size_t kept;
	size_t length;
	/* The entry is one of the arena. */
	bool inside;
};

/* Of the whole lines that are new, keeps those of the arena and sums up the others; moves the rest of the text up to them. */
static void keep_arena(struct filter *filter, struct smaps *smaps)
{
	size_t at = filter->kept;
	char *newline;

	while ((newline = memchr(text + at, '\n', filter->length - at))) {
		char *line = text + at;
		size_t next = newline + 1 - text;

		if (is_header(line)) {
			struct range vma = parse_header(line);

			filter->inside = vma.start >= ARENA_START && vma.start < ARENA_END;
			if (filter->inside)
				vmas[smaps->vma_count++] = vma;
			else
				outside_add_vma(&vma, line);
		} else if (!filter->inside) {
			outside_add_line(line);
		}
		if (filter->inside) {
			memmove(text + filter->kept, line, next - at);
			filter->kept += next - at;
		}
		at = next;
	}
	memmove(text + filter->kept, text + at, filter->length - at);
	filter->length -= at - filter->kept;
}

static int read_file(pid_t pid, enum proc_file file, struct smaps *smaps)
{
	struct filter filter = { 0 };
	ssize_t length;
	int fd;

	fd = proc_open(pid, file);
	if (fd < 0)
		return -1;
	smaps->vma_count = 0;
	outside_begin();
	do {
		make_room(filter.length, smaps->vma_count);
		length = read(fd, text + filter.length, READ_SIZE);
		if (length > 0) {
			filter.length += length;
			keep_arena(&filter, smaps);
		}
	} while (length > 0 || (length < 0 && errno == EINTR));
	proc_close(pid, file, fd);
	smaps->text = text;
	smaps->length = filter.kept;
	smaps->vmas = vmas;
	return length < 0 ? -1 : 0;
}

int smaps_read(pid_t pid, struct smaps *smaps)
{
	return read_file(pid, PROC_SMAPS, smaps);
}

int smaps_read_headers(pid_t pid, struct smaps *smaps)
{
	return read_file(pid, PROC_MAPS, smaps);
}
