#include "output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "guardian.h"
#include "pack.h"
#include "pages.h"

enum { SIZE = 256 * 1024, HEADER_SIZE = 64 };

/* What waits, behind what went out before it where answers are packed. */
static char *buffer;
static size_t sent, used;
/* That of the buffer's first byte in all output. */
static uint64_t position;
/* With room for a header before it. NULL: answers go out as they are. */
static char *packed;

static void write_all(const char *bytes, size_t length)
{
	while (length) {
		ssize_t written = write(STDOUT_FILENO, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0) {
			/* Not end(): it would come back here. */
			guardian_finish();
			_exit(1);
		}
		bytes += written;
		length -= written;
	}
}

/* At most SIZE bytes. All at once: each write is a packet of the SSH server's. */
static void write_packed(void)
{
	char header[HEADER_SIZE];
	size_t length = pack(buffer, position, sent, used, packed);
	size_t header_length = snprintf(header, sizeof(header), "packed %zu %zu\n", length, used - sent);

	memcpy(packed - header_length, header, header_length);
	write_all(packed - header_length, header_length + length);
}

void output_pack(void)
{
	packed = (char *)pages_alloc(HEADER_SIZE + pack_bound(SIZE)) + HEADER_SIZE;
}

void output_flush(void)
{
	if (sent == used)
		return;
	if (packed) {
		write_packed();
		sent = used;
	} else {
		write_all(buffer, used);
		used = 0;
	}
}

/* How many bytes there is room for. */
static size_t make_room(void)
{
	size_t room;

	if (!buffer)
		buffer = pages_alloc(PACK_HISTORY + SIZE);
	if (used - sent == SIZE || used == PACK_HISTORY + SIZE)
		output_flush();
	if (used == PACK_HISTORY + SIZE) {
		memmove(buffer, buffer + SIZE, PACK_HISTORY);
		position += SIZE;
		sent = used = PACK_HISTORY;
	}
	room = PACK_HISTORY + SIZE - used;
	return room < SIZE - (used - sent) ? room : SIZE - (used - sent);
}

void output_bytes(const void *bytes, size_t length)
{
	while (length) {
		size_t room = make_room(), piece = length < room ? length : room;

		memcpy(buffer + used, bytes, piece);
		used += piece;
		bytes = (const char *)bytes + piece;
		length -= piece;
	}
}

void output_text(const char *text)
{
	output_bytes(text, strlen(text));
}

static void output_digits(uint64_t number, unsigned int base)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = "0123456789abcdef"[number % base];
		number /= base;
	} while (number);
	output_bytes(digits + at, sizeof(digits) - at);
}

void output_hex(uint64_t number)
{
	output_digits(number, 16);
}

void output_decimal(int64_t number)
{
	if (number < 0)
		output_text("-");
	output_digits(number < 0 ? -(uint64_t)number : (uint64_t)number, 10);
}
