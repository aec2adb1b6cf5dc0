#include "content.h"

#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "content_run.h"
#include "load.h"
#include "output.h"
#include "pagemap.h"
#include "proc.h"
#include "shared.h"
#include "tree.h"

/* Of a larger VMA only the pages that have an entry are read: reading allocates shared memory. Engine/Proc/FinalContents.cs has it too. */
#define WHOLE_VMA	(256ULL << 20)

/* Without a pagemap all pages are wanted. */
static bool want(int pagemap, uint64_t vpn, size_t count, uint64_t *words, struct verdict *verdict)
{
	if (pagemap < 0) {
		memset(words, 0xff, count * sizeof(*words));
		return true;
	}
	if (pagemap_read(pagemap, vpn, count, words))
		return verdict_broken(verdict, "cannot read pagemap: %m");
	for (size_t i = 0; i < count; i++)
		words[i] &= PAGEMAP_ENTRY;
	return true;
}

/* Reads what was collected and reports it. Pages that were not wanted hold 0 and gave no signal, too, so they are told apart beforehand. */
static bool flush(unsigned int process, struct content_run *run, int64_t deadline, struct verdict *verdict)
{
	static bool wanted[LOAD_PAGES];
	const struct load *load = &shared->load;

	if (now_us() > deadline)
		return verdict_timeout(verdict);
	for (size_t i = 0; i < load_pages(); i++)
		wanted[i] = load->words[i];
	if (!load_run(process, deadline, verdict))
		return false;
	for (unsigned int i = 0; i < load->range_count; i++) {
		const struct load_range *range = &load->ranges[i];

		for (size_t j = 0; j < range->count; j++)
			if (wanted[range->first + j])
				content_run_add(run, range->vpn + j, load->words[range->first + j], load->signals[range->first + j]);
	}
	load_begin();
	return true;
}

static bool report_range(unsigned int process, int pagemap, const struct range *vma, struct content_run *run, int64_t deadline,
			 struct verdict *verdict)
{
	const unsigned long page_size = sysconf(_SC_PAGESIZE);
	uint64_t end = vma->end / page_size;
	size_t count, room;

	for (uint64_t vpn = vma->start / page_size; vpn < end; vpn += count) {
		if (!load_room() && !flush(process, run, deadline, verdict))
			return false;
		room = load_room();
		count = end - vpn < room ? end - vpn : room;
		if (!want(pagemap, vpn, count, shared->load.words + load_add(vma, vpn, count), verdict))
			return false;
	}
	return true;
}

static bool report_vma(unsigned int process, const struct range *vma, struct content_run *run, int64_t deadline, struct verdict *verdict)
{
	bool done;
	int pagemap;

	if (vma->end - vma->start <= WHOLE_VMA)
		return report_range(process, -1, vma, run, deadline, verdict);
	pagemap = proc_open(tree_pid(process), PROC_PAGEMAP);
	if (pagemap < 0)
		return verdict_broken(verdict, "cannot open pagemap: %m");
	done = report_range(process, pagemap, vma, run, deadline, verdict);
	proc_close(tree_pid(process), PROC_PAGEMAP, pagemap);
	return done;
}

static bool report_process(unsigned int process, int64_t deadline, struct verdict *verdict)
{
	struct content_run run = { 0 };
	struct smaps smaps;
	bool done = true;

	if (smaps_read_headers(tree_pid(process), &smaps))
		return verdict_broken(verdict, "cannot read maps of process %u: %m", process);
	output_text("process ");
	output_decimal(process);
	output_text("\n");
	load_begin();
	for (size_t i = 0; done && i < smaps.vma_count; i++)
		done = report_vma(process, &smaps.vmas[i], &run, deadline, verdict);
	done = done && flush(process, &run, deadline, verdict);
	content_run_end(&run);
	return done;
}

bool content_report_all(int64_t deadline, struct verdict *verdict)
{
	output_text("final\n");
	for (unsigned int i = 0; i < tree_size(); i++)
		if (tree_pid(i) && !report_process(i, deadline, verdict))
			return false;
	return true;
}
