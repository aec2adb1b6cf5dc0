/* Answers made small: what they cost on their way out of an emulated guest goes by bytes, and they repeat themselves. */
#ifndef PACK_H
#define PACK_H

#include <stddef.h>

/* The most that so many bytes can become. */
size_t pack_bound(size_t length);
/* Packs bytes, fewer than 4 GiB, as PROTOCOL.md says; how many they became. */
size_t pack(const void *bytes, size_t length, void *packed);

#endif
