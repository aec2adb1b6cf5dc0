#include "sequence.h"

#include "shared.h"

void sequence_do(uint64_t count, uint64_t step, int64_t (*perform)(const struct operation *operation, uint64_t step))
{
	struct sequence *sequence = &shared->sequence;

	for (uint64_t i = 0; i < count; i++) {
		sequence->results[i] = perform(&sequence->operations[i], step + i);
		/* After its result: who is killed has told what it had done. */
		atomic_store(&sequence->done, i + 1);
	}
}
