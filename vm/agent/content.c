#include "content.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "content_run.h"
#include "force.h"
#include "output.h"
#include "pagemap.h"
#include "shared.h"
#include "tree.h"

/* Of a larger VMA only the pages that have an entry are read: reading allocates shared memory. Engine/Proc/FinalContents.cs has it too. */
#define WHOLE_VMA	(256ULL << 20)

static bool load_by_process(unsigned int process, uint64_t address, size_t count, int64_t deadline, struct verdict *verdict)
{
	const struct operation load = { .process = process, .kind = OP_LOAD, .argument = { address, count } };
	int64_t result;

	return tree_execute(&load, 0, deadline, &result, verdict);
}

static bool load_by_force(unsigned int process, uint64_t address, size_t count, int64_t deadline, struct verdict *verdict)
{
	const unsigned long page_size = sysconf(_SC_PAGESIZE);
	struct load *load = &shared->load;
	uint64_t words[2];
	int memory = force_begin(tree_pid(process), deadline, verdict);

	if (memory < 0)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!load->words[i])
			continue;
		if (pread(memory, words, sizeof(words), address + i * page_size) == sizeof(words))
			load->words[i] = content_of(words);
		else
			load->signals[i] = SIGSEGV;
	}
	return force_end(tree_pid(process), memory, verdict);
}

bool content_load(unsigned int process, const struct range *vma, uint64_t vpn, size_t count, int64_t deadline, struct verdict *verdict)
{
	uint64_t address = vpn * sysconf(_SC_PAGESIZE);

	memset(shared->load.signals, 0, count);
	if (vma->readable)
		return load_by_process(process, address, count, deadline, verdict);
	return load_by_force(process, address, count, deadline, verdict);
}

static bool want(int pagemap, const struct range *vma, uint64_t vpn, size_t count, struct verdict *verdict)
{
	uint64_t *words = shared->load.words;

	if (vma->end - vma->start <= WHOLE_VMA) {
		memset(words, 0xff, count * sizeof(*words));
		return true;
	}
	if (pagemap_read(pagemap, vpn, count, words))
		return verdict_broken(verdict, "cannot read pagemap: %m");
	for (size_t i = 0; i < count; i++)
		words[i] &= PAGEMAP_ENTRY;
	return true;
}

/* Pages that were not wanted hold 0 and gave no signal, too, so they are told apart beforehand. */
static void report(struct content_run *run, const bool *wanted, uint64_t vpn, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (wanted[i])
			content_run_add(run, vpn + i, shared->load.words[i], shared->load.signals[i]);
}

static bool report_vma(unsigned int process, int pagemap, const struct range *vma, struct content_run *run, int64_t deadline,
		       struct verdict *verdict)
{
	static bool wanted[LOAD_PAGES];
	const unsigned long page_size = sysconf(_SC_PAGESIZE);
	uint64_t end = vma->end / page_size;
	bool any = false;
	size_t count;

	for (uint64_t vpn = vma->start / page_size; vpn < end; vpn += count) {
		count = end - vpn < LOAD_PAGES ? end - vpn : LOAD_PAGES;
		if (now_us() > deadline)
			return verdict_timeout(verdict);
		if (!want(pagemap, vma, vpn, count, verdict))
			return false;
		for (size_t i = 0; i < count; i++) {
			wanted[i] = shared->load.words[i];
			any |= wanted[i];
		}
		if (any && !content_load(process, vma, vpn, count, deadline, verdict))
			return false;
		report(run, wanted, vpn, count);
	}
	return true;
}

static bool report_process(unsigned int process, int64_t deadline, struct verdict *verdict)
{
	struct content_run run = { 0 };
	struct smaps smaps;
	bool done = true;
	int pagemap;

	if (smaps_read_headers(tree_pid(process), &smaps))
		return verdict_broken(verdict, "cannot read maps of process %u: %m", process);
	pagemap = pagemap_open(tree_pid(process));
	if (pagemap < 0)
		return verdict_broken(verdict, "cannot open pagemap: %m");
	output_text("process ");
	output_decimal(process);
	output_text("\n");
	for (size_t i = 0; done && i < smaps.vma_count; i++)
		done = report_vma(process, pagemap, &smaps.vmas[i], &run, deadline, verdict);
	close(pagemap);
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
