/* The addresses that belong to scenarios; Engine/Memory/Arena.cs has the same two. */
#ifndef ARENA_H
#define ARENA_H

#include <stdbool.h>
#include <stdint.h>

#define ARENA_START	0x1000000000ULL
#define ARENA_END	0x7000000000ULL

static inline bool arena_holds(uint64_t address, uint64_t length)
{
	return address >= ARENA_START && address <= ARENA_END && length <= ARENA_END - address;
}

/* Fails unless the agent itself maps nothing there. */
void arena_check(void);

#endif
