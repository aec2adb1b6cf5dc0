#include "rounds.h"

#include <errno.h>

#include "processors.h"
#include "clock.h"
#include "shared.h"

/* How often a process looks for the others before it sleeps: they come soon, and whoever sleeps comes late. */
enum { PATIENCE = 4096 };

static void await_others(struct together *together, unsigned int parties)
{
	unsigned int round = atomic_load(&together->round);

	if (atomic_fetch_add(&together->arrived, 1) + 1 == parties) {
		atomic_store(&together->arrived, 0);
		atomic_fetch_add(&together->round, 1);
		shared_wake_all(&together->round);
		return;
	}
	for (int i = 0; i < PATIENCE; i++)
		if (atomic_load(&together->round) != round)
			return;
	while (atomic_load(&together->round) == round)
		shared_wait(&together->round, round, NEVER);
}

int64_t rounds_do(const uint64_t *argument, int64_t (*perform)(const struct operation *operation, uint64_t step))
{
	struct together *together = &shared->together;
	uint64_t end = argument[0] + argument[1];

	if (processors_go(argument[4]))
		return errno;
	for (uint64_t round = 0; round < argument[2]; round++) {
		await_others(together, argument[3]);
		for (uint64_t i = argument[0]; i < end; i++) {
			int64_t result = perform(&together->operations[i], together->steps[i]);

			if (!together->results[i])
				together->results[i] = result;
		}
	}
	return processors_go(argument[5]) ? errno : 0;
}
