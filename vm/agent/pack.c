#include "pack.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "pages.h"

enum {
	/* Fewer are not worth a length and a distance. */
	LEAST = 6,
	TABLE_BITS = 12,
	/* Where nothing repeats, looks are farther and farther apart: one byte more for each so many in vain. */
	PATIENCE_BITS = 6,
};

/* Where bytes like these were seen last: the lower half of their position. What is found there is looked at, so that it may be wrong. */
static uint32_t *table;

static uint64_t word_at(const uint8_t *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return word;
}

static unsigned int slot_of(uint64_t word)
{
	/* 2^64 divided by the golden ratio; only the first LEAST bytes count, which are the lower ones: both machines are little-endian. */
	return (word << (64 - 8 * LEAST)) * 0x9e3779b97f4a7c15 >> (64 - TABLE_BITS);
}

static size_t common_length(const uint8_t *one, const uint8_t *other, size_t limit)
{
	size_t length = 0;

	while (limit - length >= sizeof(uint64_t)) {
		uint64_t difference = word_at(one + length) ^ word_at(other + length);

		if (difference)
			return length + __builtin_ctzll(difference) / 8;
		length += sizeof(uint64_t);
	}
	while (length < limit && one[length] == other[length])
		length++;
	return length;
}

static uint8_t *put_number(uint8_t *to, size_t number)
{
	for (; number >= 0x80; number >>= 7)
		*to++ = number | 0x80;
	*to++ = number;
	return to;
}

static uint8_t *put_literals(uint8_t *to, const uint8_t *bytes, size_t length)
{
	to = put_number(to, length);
	memcpy(to, bytes, length);
	return to + length;
}

size_t pack_bound(size_t length)
{
	/* A repetition with its count of literals is no longer than what it stands for, up to 16383 literals; then by a byte. */
	return length + length / 1024 + 16;
}

size_t pack(const void *window, uint64_t position, size_t from, size_t to, void *packed)
{
	const uint8_t *bytes = window;
	uint8_t *end = packed;
	size_t at = from, literal = from;

	if (!table)
		table = pages_alloc(sizeof(*table) << TABLE_BITS);
	while (to - at > sizeof(uint64_t)) {
		unsigned int slot = slot_of(word_at(bytes + at));
		uint32_t distance = (uint32_t)(position + at) - table[slot];
		bool is_there = distance && distance <= at && at - distance + PACK_HISTORY >= from;
		size_t same = is_there ? common_length(bytes + at - distance, bytes + at, to - at) : 0;

		table[slot] = position + at;
		if (same < LEAST) {
			at += 1 + ((at - literal) >> PATIENCE_BITS);
			if (at > to)
				at = to;
			continue;
		}
		end = put_literals(end, bytes + literal, at - literal);
		end = put_number(end, same - LEAST);
		end = put_number(end, distance);
		at += same;
		literal = at;
	}
	end = put_literals(end, bytes + literal, to - literal);
	return end - (uint8_t *)packed;
}
