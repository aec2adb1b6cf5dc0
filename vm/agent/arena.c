#include "arena.h"

#include <inttypes.h>
#include <stdio.h>

#include "end.h"

void arena_check(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	uint64_t start, end;

	if (!maps)
		fail("cannot open /proc/self/maps: %m");
	while (fscanf(maps, "%" SCNx64 "-%" SCNx64 "%*[^\n]", &start, &end) == 2)
		if (start < ARENA_END && end > ARENA_START)
			fail("the agent itself is mapped in the arena");
	fclose(maps);
}
