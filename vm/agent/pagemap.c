#include "pagemap.h"

#include <linux/kernel-page-flags.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "end.h"
#include "load.h"
#include "page_run.h"
#include "pages.h"
#include "proc.h"
#include "scan.h"
#include "shared.h"
#include "tree.h"

#define PRESENT		(1ULL << 63)
#define FILE_PAGE	(1ULL << 61)
#define FRAME_MASK	((1ULL << 55) - 1)

/* Pages that are looked at together. */
enum { BATCH = LOAD_PAGES };

static int kpagecount, kpageflags;
static uint64_t *entries, *counts, *flags, *categories;

void pagemap_prepare(void)
{
	kpagecount = open("/proc/kpagecount", O_RDONLY | O_CLOEXEC);
	kpageflags = open("/proc/kpageflags", O_RDONLY | O_CLOEXEC);
	if (kpagecount < 0 || kpageflags < 0)
		fail("cannot open /proc/kpagecount and /proc/kpageflags: %m");
	entries = pages_alloc(4 * BATCH * sizeof(uint64_t));
	counts = entries + BATCH;
	flags = counts + BATCH;
	categories = flags + BATCH;
}

/* Reads words from an array of words that a file is; 0, or -1 with errno. */
static int read_words(int fd, uint64_t *words, size_t count, uint64_t index)
{
	size_t done = 0, size = count * sizeof(*words);

	while (done < size) {
		ssize_t length = pread(fd, (char *)words + done, size - done, index * sizeof(*words) + done);

		if (length < 0 && errno == EINTR)
			continue;
		if (!length)
			errno = ENODATA;
		if (length <= 0)
			return -1;
		done += length;
	}
	return 0;
}

static int is_tail(uint64_t frame, bool *tail)
{
	uint64_t word;

	if (pread(kpageflags, &word, sizeof(word), frame * sizeof(word)) != sizeof(word))
		return -1;
	*tail = word >> KPF_COMPOUND_TAIL & 1;
	return 0;
}

int pagemap_folio(uint64_t frame, uint64_t *first, size_t *pages)
{
	bool tail;

	*first = frame;
	for (;;) {
		if (is_tail(*first, &tail))
			return -1;
		if (!tail)
			break;
		--*first;
	}
	for (*pages = 1;; ++*pages) {
		if (is_tail(*first + *pages, &tail))
			return -1;
		if (!tail)
			return 0;
	}
}

int pagemap_read(int pagemap, uint64_t vpn, size_t count, uint64_t *words)
{
	return read_words(pagemap, words, count, vpn);
}

bool pagemap_is_anon(uint64_t entry)
{
	return entry & PRESENT && !(entry & FILE_PAGE);
}

uint64_t pagemap_frame(uint64_t entry)
{
	return entry & FRAME_MASK;
}

static uint64_t frame_of(uint64_t entry)
{
	return entry & PRESENT ? entry & FRAME_MASK : NO_FRAME;
}

/* The entries from begin on that name ascending frames. */
static size_t ascending(size_t begin, size_t end)
{
	uint64_t frame = frame_of(entries[begin]);
	size_t next = begin + 1;

	while (next < end && frame_of(entries[next]) == frame + (next - begin))
		next++;
	return next - begin;
}

/* The entries from begin on that name the same frame. */
static size_t repeated(size_t begin, size_t end)
{
	size_t next = begin + 1;

	while (next < end && frame_of(entries[next]) == frame_of(entries[begin]))
		next++;
	return next - begin;
}

static int read_frames(size_t begin, size_t count)
{
	uint64_t frame = frame_of(entries[begin]);

	return read_words(kpagecount, &counts[begin], count, frame) || read_words(kpageflags, &flags[begin], count, frame) ? -1 : 0;
}

/* Fills counts and flags for count entries, with few reads. */
static int look_up_frames(size_t count)
{
	size_t length;

	for (size_t i = 0; i < count; i += length) {
		if (frame_of(entries[i]) == NO_FRAME) {
			length = 1;
			counts[i] = flags[i] = 0;
			continue;
		}
		length = repeated(i, count);
		if (length > 1) {
			if (read_frames(i, 1))
				return -1;
			for (size_t j = i + 1; j < i + length; j++) {
				counts[j] = counts[i];
				flags[j] = flags[i];
			}
			continue;
		}
		length = ascending(i, count);
		if (read_frames(i, length))
			return -1;
	}
	return 0;
}

struct look {
	struct load_user user;
	struct page_run run;
};

/* Only what is present is wanted: nothing shall be faulted in by looking. */
static bool want_present(struct load_user *user, uint64_t vpn, size_t first, size_t count)
{
	if (pagemap_read(user->pagemap, vpn, count, entries + first))
		return verdict_broken(user->verdict, "cannot read pagemap: %m");
	if (scan_read(user->pagemap, vpn, count, categories + first))
		return verdict_broken(user->verdict, "PAGEMAP_SCAN fails: %m");
	for (size_t i = first; i < first + count; i++)
		shared->load.words[i] = entries[i] & PRESENT;
	return true;
}

static bool report_range(const struct load_range *range, struct page_run *run, struct verdict *verdict)
{
	for (size_t i = 0; i < range->count; i++) {
		size_t at = range->first + i;
		struct page page = {
			.vpn = range->vpn + i,
			.bits = entries[at] & ~FRAME_MASK,
			.frame = frame_of(entries[at]),
			.count = counts[at],
			.flags = flags[at],
			.categories = categories[at],
			.word = shared->load.words[at],
		};

		if (shared->load.signals[at])
			return verdict_broken(verdict, "page %llx is present and cannot be read: signal %d", (unsigned long long)page.vpn,
					      shared->load.signals[at]);
		page_run_add(run, &page);
	}
	return true;
}

static bool report_batch(struct load_user *user)
{
	struct look *look = (struct look *)user;

	if (look_up_frames(load_pages()))
		return verdict_broken(user->verdict, "cannot read kpagecount or kpageflags: %m");
	if (!load_run(user))
		return false;
	for (unsigned int i = 0; i < shared->load.range_count; i++)
		if (!report_range(&shared->load.ranges[i], &look->run, user->verdict))
			return false;
	return true;
}

bool pagemap_report(unsigned int process, const struct smaps *smaps, int64_t deadline, struct verdict *verdict)
{
	int pagemap = proc_open(tree_pid(process), PROC_PAGEMAP);
	struct look look = {
		.user = {
			.want = want_present,
			.report = report_batch,
			.process = process,
			.pagemap = pagemap,
			.deadline = deadline,
			.verdict = verdict,
		},
	};
	bool done = true;

	if (pagemap < 0)
		return verdict_broken(verdict, "cannot open pagemap: %m");
	load_begin();
	for (size_t i = 0; done && i < smaps->vma_count; i++)
		done = load_vma(&look.user, &smaps->vmas[i]);
	done = done && load_rest(&look.user);
	proc_close(tree_pid(process), PROC_PAGEMAP, pagemap);
	page_run_end(&look.run);
	return done;
}
