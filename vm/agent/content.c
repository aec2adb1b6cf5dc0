#include "content.h"

#include <string.h>

#include "content_run.h"
#include "load.h"
#include "output.h"
#include "pagemap.h"
#include "proc.h"
#include "shared.h"
#include "tree.h"

/* Of a larger VMA only the pages that have an entry are read: reading allocates shared memory. Engine/Proc/FinalContents.cs has it too. */
#define WHOLE_VMA	(256ULL << 20)

struct reading {
	struct load_user user;
	struct content_run run;
};

/* Without a pagemap all pages are wanted. */
static bool want(struct load_user *user, uint64_t vpn, size_t first, size_t count)
{
	uint64_t *words = shared->load.words + first;

	if (user->pagemap < 0) {
		memset(words, 0xff, count * sizeof(*words));
		return true;
	}
	if (pagemap_read(user->pagemap, vpn, count, words))
		return verdict_broken(user->verdict, "cannot read pagemap: %m");
	for (size_t i = 0; i < count; i++)
		words[i] &= PAGEMAP_ENTRY;
	return true;
}

/* Pages that were not wanted hold 0 and gave no signal, too, so they are told apart beforehand. */
static bool report_batch(struct load_user *user)
{
	static bool wanted[LOAD_PAGES];
	const struct load *load = &shared->load;
	struct reading *reading = (struct reading *)user;

	for (size_t i = 0; i < load_pages(); i++)
		wanted[i] = load->words[i];
	if (!load_run(user))
		return false;
	for (unsigned int i = 0; i < load->range_count; i++) {
		const struct load_range *range = &load->ranges[i];

		for (size_t j = 0; j < range->count; j++)
			if (wanted[range->first + j])
				content_run_add(&reading->run, range->vpn + j, load->words[range->first + j], load->signals[range->first + j]);
	}
	return true;
}

static bool report_vma(struct load_user *user, const struct range *vma)
{
	bool done;

	if (vma->end - vma->start <= WHOLE_VMA)
		return load_vma(user, vma);
	user->pagemap = proc_open(tree_pid(user->process), PROC_PAGEMAP);
	if (user->pagemap < 0)
		return verdict_broken(user->verdict, "cannot open pagemap: %m");
	done = load_vma(user, vma);
	proc_close(tree_pid(user->process), PROC_PAGEMAP, user->pagemap);
	user->pagemap = -1;
	return done;
}

static bool report_process(unsigned int process, int64_t deadline, struct verdict *verdict)
{
	struct reading reading = {
		.user = { .want = want, .report = report_batch, .process = process, .pagemap = -1, .deadline = deadline, .verdict = verdict },
	};
	struct smaps smaps;
	bool done = true;

	if (smaps_read_headers(tree_pid(process), &smaps))
		return verdict_broken(verdict, "cannot read maps of process %u: %m", process);
	output_text("process ");
	output_decimal(process);
	output_text("\n");
	load_begin();
	for (size_t i = 0; done && i < smaps.vma_count; i++)
		done = report_vma(&reading.user, &smaps.vmas[i]);
	done = done && load_rest(&reading.user);
	content_run_end(&reading.run);
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
