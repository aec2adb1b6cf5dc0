#include "run.h"

#include <errno.h>
#include <string.h>

#include "clock.h"
#include "content.h"
#include "end.h"
#include "hugetlb.h"
#include "kmsg.h"
#include "ksm.h"
#include "observe.h"
#include "output.h"
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

static bool execute(size_t step, const struct operation *operation, int64_t deadline, struct verdict *verdict)
{
	int64_t result = 0;

	if (operation->kind == OP_OBSERVE) {
		if (!observe(step, deadline, verdict))
			return false;
	} else if (operation->kind == OP_THP) {
		static const char *const modes[] = { "never", "inherit", "madvise", "always" };

		if (!strcmp(modes[operation->argument[1]], "always"))
			thp_counters_share();
		if (settings_vary_size(operation->argument[0], modes[operation->argument[1]]))
			result = errno;
	} else if (operation->kind == OP_KSM_SCAN) {
		if (ksm_scan(deadline))
			result = errno;
	} else if (operation->kind == OP_SWAPON) {
		if (swap_turn_on(operation->argument[0]))
			result = errno;
	} else if (operation->kind == OP_HUGETLB) {
		if (hugetlb_set(operation->argument[0], operation->argument[1], operation->argument[2]))
			result = errno;
	} else if (operation->kind == OP_SWAPOFF) {
		if (swap_turn_off())
			result = errno;
	} else if (!tree_execute(operation, step, deadline, &result, verdict)) {
		return false;
	}
	report_step(step, result);
	return true;
}

/* The operations that follow, all at once; how many there are, or 0 with the verdict set. */
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
	return count;
}

static void execute_all(const struct request *request, int64_t deadline, struct verdict *verdict)
{
	if (thp_counters_begin()) {
		verdict_broken(verdict, "cannot read the counters of THPs: %m");
		return;
	}
	if (!tree_start(deadline, verdict))
		return;
	for (size_t i = 0; i < request->count; i++) {
		if (request->operations[i].kind == OP_TOGETHER) {
			size_t count = execute_together(i, request, deadline, verdict);

			if (!count)
				return;
			i += count;
		} else if (!execute(i, &request->operations[i], deadline, verdict)) {
			return;
		}
	}
	content_report_all(deadline, verdict);
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
	execute_all(request, begin + request->deadline_ms * 1000, &verdict);
	tree_end();
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
