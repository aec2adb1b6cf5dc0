#include "load.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "content.h"
#include "execute.h"
#include "force.h"
#include "shared.h"
#include "tree.h"

/* Everything is in shared memory: what the server writes between two looks at a process must not be memory that they have both. */
void load_begin(void)
{
	shared->load.range_count = 0;
	shared->load.page_count = 0;
}

static size_t room(void)
{
	return shared->load.range_count < LOAD_RANGES ? LOAD_PAGES - shared->load.page_count : 0;
}

/* Where its pages begin. */
static size_t add(const struct range *vma, uint64_t vpn, size_t count)
{
	struct load *load = &shared->load;
	size_t first = load->page_count;

	load->ranges[load->range_count++] = (struct load_range){
		.vpn = vpn,
		.first = first,
		.count = count,
		.readable = vma->readable,
	};
	load->page_count += count;
	return first;
}

bool load_vma(struct load_user *user, const struct range *vma)
{
	const unsigned long page_size = sysconf(_SC_PAGESIZE);
	uint64_t end = vma->end / page_size;
	size_t count;

	for (uint64_t vpn = vma->start / page_size; vpn < end; vpn += count) {
		if (!room() && !load_rest(user))
			return false;
		count = end - vpn < room() ? end - vpn : room();
		if (!user->want(user, vpn, add(vma, vpn, count), count))
			return false;
	}
	return true;
}

bool load_rest(struct load_user *user)
{
	if (now_us() > user->deadline)
		return verdict_timeout(user->verdict);
	if (!user->report(user))
		return false;
	load_begin();
	return true;
}

size_t load_pages(void)
{
	return shared->load.page_count;
}

static bool by_process(unsigned int process, unsigned int first, unsigned int end, int64_t deadline, struct verdict *verdict)
{
	const struct operation load = { .process = process, .kind = OP_LOAD, .argument = { first, end } };
	int64_t result;

	return execute(&load, 0, deadline, &result, verdict);
}

static bool by_force(unsigned int process, const struct load_range *range, int64_t deadline, struct verdict *verdict)
{
	const unsigned long page_size = sysconf(_SC_PAGESIZE);
	struct load *load = &shared->load;
	uint64_t words[2];
	int memory = force_begin(tree_pid(process), deadline, verdict);

	if (memory < 0)
		return false;
	for (size_t i = 0; i < range->count; i++) {
		size_t at = range->first + i;

		if (!load->words[at])
			continue;
		if (pread(memory, words, sizeof(words), (range->vpn + i) * page_size) == sizeof(words))
			load->words[at] = content_of(words);
		else
			load->signals[at] = SIGSEGV;
	}
	return force_end(tree_pid(process), memory, verdict);
}

static bool is_wanted(const struct load_range *range)
{
	for (size_t i = 0; i < range->count; i++)
		if (shared->load.words[range->first + i])
			return true;
	return false;
}

bool load_run(const struct load_user *user)
{
	const struct load_range *ranges = shared->load.ranges;
	unsigned int count = shared->load.range_count;

	memset(shared->load.signals, 0, load_pages());
	for (unsigned int i = 0; i < count; i++) {
		unsigned int first = i;

		if (!is_wanted(&ranges[i]))
			continue;
		if (!ranges[i].readable) {
			if (!by_force(user->process, &ranges[i], user->deadline, user->verdict))
				return false;
			continue;
		}
		while (i + 1 < count && (ranges[i + 1].readable || !is_wanted(&ranges[i + 1])))
			i++;
		if (!by_process(user->process, first, i + 1, user->deadline, user->verdict))
			return false;
	}
	return true;
}
