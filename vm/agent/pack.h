/* Answers made small: what they cost on their way out of an emulated guest goes by bytes, and they repeat themselves. */
#ifndef PACK_H
#define PACK_H

#include <stddef.h>
#include <stdint.h>

/* So many bytes before a block may be repeated in it. */
enum { PACK_HISTORY = 64 * 1024 };

/* The most that so many bytes can become. */
size_t pack_bound(size_t length);
/*
 * Packs the bytes FROM to TO of a window, which has the bytes of blocks before in front of them, as PROTOCOL.md says; how many they became.
 * POSITION is that of the window's first byte among all that ever were in it.
 */
size_t pack(const void *window, uint64_t position, size_t from, size_t to, void *packed);

#endif
