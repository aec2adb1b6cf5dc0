#include "observe.h"

#include "batches.h"
#include "hugetlb.h"
#include "memcg.h"
#include "numa_maps.h"
#include "outside.h"
#include "output.h"
#include "pagemap.h"
#include "smaps.h"
#include "settle.h"
#include "thp_counters.h"
#include "totals.h"
#include "tree.h"

static bool observe_process(unsigned int process, int64_t deadline, struct verdict *verdict)
{
	struct smaps smaps;

	if (smaps_read(tree_pid(process), &smaps))
		return verdict_broken(verdict, "cannot read smaps of process %u: %m", process);
	output_text("process ");
	output_decimal(process);
	output_text("\nsmaps ");
	output_decimal(smaps.length);
	output_text("\n");
	output_bytes(smaps.text, smaps.length);
	outside_report();
	memcg_note(tree_pid(process));
	if (numa_maps_report(tree_pid(process)))
		return verdict_broken(verdict, "cannot read numa_maps of process %u: %m", process);
	if (totals_report(tree_pid(process)))
		return verdict_broken(verdict, "cannot read smaps_rollup or status of process %u: %m", process);
	return pagemap_report(process, &smaps, deadline, verdict);
}

bool observe(size_t step, int64_t deadline, struct verdict *verdict)
{
	if (!settle(deadline, verdict) || !batches_drain(verdict))
		return false;
	memcg_begin();
	output_text("observe ");
	output_decimal(step);
	output_text("\n");
	for (unsigned int i = 0; i < tree_size(); i++)
		if (tree_pid(i) && !observe_process(i, deadline, verdict))
			return false;
	if (thp_counters_report())
		return verdict_broken(verdict, "cannot read the counters of THPs: %m");
	if (hugetlb_report())
		return verdict_broken(verdict, "cannot read the pools of huge pages: %m");
	return memcg_report(verdict);
}
