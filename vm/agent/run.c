#include "run.h"

#include <errno.h>
#include <string.h>

#include "batches.h"
#include "clock.h"
#include "content.h"
#include "end.h"
#include "execute.h"
#include "hugetlb.h"
#include "kmsg.h"
#include "ksm.h"
#include "observe.h"
#include "output.h"
#include "result.h"
#include "settings.h"
#include "swap.h"
#include "thp_counters.h"
#include "together.h"
#include "tree.h"
#include "verdict.h"

/* As of the end of the run before: between two runs nothing of ours faults. */
static int64_t fallbacks;

void run_prepare(void)
{
	tree_prepare();
	fallbacks = thp_counters_fallbacks();
	if (fallbacks < 0)
		fail("cannot read how many THP allocations fell back: %m");
}

static void report_step(size_t step, int64_t result)
{
	output_text("step ");
	output_decimal(step);
	output_text(" ");
	output_decimal(result);
	output_text("\n");
}

static int vary_size(const struct operation *operation)
{
	static const char *const modes[] = { "never", "inherit", "madvise", "always" };
	const char *mode = modes[operation->argument[1]];

	if (!strcmp(mode, "always"))
		thp_counters_share();
	return settings_vary_size(operation->argument[0], mode);
}

/* What the server does itself; 0, or -1 with errno. */
static int act(const struct operation *operation, int64_t deadline)
{
	const uint64_t *argument = operation->argument;

	switch (operation->kind) {
	case OP_THP:
		return vary_size(operation);
	case OP_KSM_SCAN:
		return ksm_scan(deadline);
	case OP_SWAPON:
		return swap_turn_on(argument[0]);
	case OP_SWAPOFF:
		return swap_turn_off();
	default:
		return hugetlb_set(argument[0], argument[1], argument[2]);
	}
}

static bool execute_one(size_t step, const struct operation *operation, int64_t deadline, struct verdict *verdict)
{
	int64_t result = 0;

	if (operation->kind == OP_OBSERVE) {
		if (!observe(step, deadline, verdict))
			return false;
	} else if (operation->kind >= OP_SERVER) {
		result = errno_of(act(operation, deadline));
	} else if (!execute(operation, step, deadline, &result, verdict)) {
		return false;
	}
	report_step(step, result);
	return true;
}

static bool execute_several(size_t step, const struct operation *operations, size_t count, int64_t deadline, struct verdict *verdict)
{
	int64_t results[SEQUENCE];
	size_t done;
	bool goes_on = execute_sequence(operations, count, step, deadline, results, &done, verdict);

	for (size_t i = 0; i < done; i++)
		report_step(step + i, results[i]);
	return goes_on;
}

/* The operations that follow, all at once; how many there are with itself, or 0 with the verdict set. */
static size_t execute_together(size_t step, const struct request *request, int64_t deadline, struct verdict *verdict)
{
	const struct operation *together = &request->operations[step];
	size_t count = together->argument[0];
	int64_t results[TOGETHER];

	if (!count || count > request->count - step - 1) {
		verdict_broken(verdict, "operation %zu is followed by too few", step);
		return 0;
	}
	if (!together_execute(together + 1, count, together->argument[1], step + 1, deadline, results, verdict))
		return 0;
	report_step(step, 0);
	for (size_t i = 0; i < count; i++)
		report_step(step + 1 + i, results[i]);
	return count + 1;
}

/* Whether the run was completed. */
static bool execute_all(const struct request *request, int64_t deadline, struct verdict *verdict)
{
	if (thp_counters_begin())
		return verdict_broken(verdict, "cannot read the counters of THPs: %m");
	batches_begin();
	if (!tree_start(deadline, verdict))
		return false;
	for (size_t i = 0, count; i < request->count; i += count) {
		const struct operation *operation = &request->operations[i];
		bool goes_on;

		count = execute_length(operation, request->count - i);
		if (operation->kind == OP_TOGETHER) {
			count = execute_together(i, request, deadline, verdict);
			goes_on = count;
		} else if (count > 1) {
			goes_on = execute_several(i, operation, count, deadline, verdict);
		} else {
			goes_on = execute_one(i, operation, deadline, verdict);
		}
		if (!goes_on)
			return false;
	}
	return content_report_all(deadline, verdict);
}

static int64_t new_fallbacks(struct verdict *verdict)
{
	int64_t before = fallbacks;

	fallbacks = thp_counters_fallbacks();
	if (fallbacks >= 0)
		return fallbacks - before;
	verdict_broken(verdict, "cannot read how many THP allocations fell back: %m");
	fallbacks = before;
	return 0;
}

void run(const struct request *request)
{
	int64_t begin = now_us();
	struct verdict verdict = VERDICT_COMPLETED;

	output_text("run ");
	output_text(request->id);
	output_text("\n");
	tree_end(execute_all(request, begin + request->deadline_ms * 1000, &verdict));
	settings_hold_sizes();
	swap_reset();
	int64_t fell_back = new_fallbacks(&verdict) + hugetlb_missing();

	hugetlb_reset();
	kmsg_report();

	output_text("done ");
	output_text(request->id);
	output_text(" ");
	output_text(verdict.end);
	output_text(" ");
	output_decimal(fell_back);
	output_text(" ");
	output_decimal(now_us() - begin);
	output_text(*verdict.reason ? " " : "");
	output_text(verdict.reason);
	output_text("\n");
	output_flush();
}
