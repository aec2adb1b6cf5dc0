#include "output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "guardian.h"
#include "pack.h"
#include "pages.h"

enum { SIZE = 256 * 1024, HEADER_SIZE = 64 };

static char *buffer;
static size_t used;
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
static void write_packed(const char *bytes, size_t length)
{
	char header[HEADER_SIZE];
	size_t packed_length = pack(bytes, length, packed);
	size_t header_length = snprintf(header, sizeof(header), "packed %zu %zu\n", packed_length, length);

	memcpy(packed - header_length, header, header_length);
	write_all(packed - header_length, header_length + packed_length);
}

static void write_out(const char *bytes, size_t length)
{
	if (!packed) {
		write_all(bytes, length);
		return;
	}
	while (length) {
		size_t piece = length < SIZE ? length : SIZE;

		write_packed(bytes, piece);
		bytes += piece;
		length -= piece;
	}
}

void output_pack(void)
{
	packed = (char *)pages_alloc(HEADER_SIZE + pack_bound(SIZE)) + HEADER_SIZE;
}

void output_flush(void)
{
	size_t length = used;

	used = 0;
	write_out(buffer, length);
}

void output_bytes(const void *bytes, size_t length)
{
	if (!buffer)
		buffer = pages_alloc(SIZE);
	if (length > SIZE - used)
		output_flush();
	if (length > SIZE) {
		write_out(bytes, length);
		return;
	}
	memcpy(buffer + used, bytes, length);
	used += length;
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
