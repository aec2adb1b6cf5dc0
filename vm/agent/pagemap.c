#include "pagemap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "clock.h"
#include "content.h"
#include "end.h"
#include "page_run.h"
#include "pages.h"
#include "scan.h"
#include "shared.h"
#include "tree.h"

#define PRESENT		(1ULL << 63)
#define FILE_PAGE	(1ULL << 61)
#define FRAME_MASK	((1ULL << 55) - 1)

/* Pages that are looked at together. */
enum { BATCH = LOAD_PAGES };

static int kpagecount, kpageflags;
static unsigned long page_size;
static uint64_t *entries, *counts, *flags, *categories;

void pagemap_prepare(void)
{
	kpagecount = open("/proc/kpagecount", O_RDONLY | O_CLOEXEC);
	kpageflags = open("/proc/kpageflags", O_RDONLY | O_CLOEXEC);
	if (kpagecount < 0 || kpageflags < 0)
		fail("cannot open /proc/kpagecount and /proc/kpageflags: %m");
	page_size = sysconf(_SC_PAGESIZE);
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

/* Only what is present: nothing shall be faulted in by looking. */
static bool load_present(unsigned int process, const struct range *vma, uint64_t vpn, size_t count, int64_t deadline,
			 struct verdict *verdict)
{
	size_t present = 0;

	for (size_t i = 0; i < count; i++) {
		shared->load.words[i] = entries[i] & PRESENT;
		present += !!shared->load.words[i];
	}
	if (present && !content_load(process, vma, vpn, count, deadline, verdict))
		return false;
	for (size_t i = 0; present && i < count; i++)
		if (shared->load.signals[i])
			return verdict_broken(verdict, "page %llx is present and cannot be read: signal %d", (unsigned long long)vpn + i,
					      shared->load.signals[i]);
	return true;
}

static void report_batch(struct page_run *run, uint64_t vpn, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct page page = {
			.vpn = vpn + i,
			.bits = entries[i] & ~FRAME_MASK,
			.frame = frame_of(entries[i]),
			.count = counts[i],
			.flags = flags[i],
			.categories = categories[i],
			.word = shared->load.words[i],
		};

		page_run_add(run, &page);
	}
}

static bool report_vma(unsigned int process, int pagemap, const struct range *vma, struct page_run *run, int64_t deadline,
		       struct verdict *verdict)
{
	uint64_t vpn = vma->start / page_size;
	uint64_t end = vma->end / page_size;
	size_t count;

	for (; vpn < end; vpn += count) {
		count = end - vpn < BATCH ? end - vpn : BATCH;
		if (now_us() > deadline)
			return verdict_timeout(verdict);
		if (pagemap_read(pagemap, vpn, count, entries))
			return verdict_broken(verdict, "cannot read pagemap: %m");
		if (scan_read(pagemap, vpn, count, categories))
			return verdict_broken(verdict, "PAGEMAP_SCAN fails: %m");
		if (look_up_frames(count))
			return verdict_broken(verdict, "cannot read kpagecount or kpageflags: %m");
		if (!load_present(process, vma, vpn, count, deadline, verdict))
			return false;
		report_batch(run, vpn, count);
	}
	return true;
}

int pagemap_open(pid_t pid)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/pagemap", pid);
	return open(path, O_RDONLY | O_CLOEXEC);
}

bool pagemap_report(unsigned int process, const struct smaps *smaps, int64_t deadline, struct verdict *verdict)
{
	int pagemap = pagemap_open(tree_pid(process));
	struct page_run run = { 0 };
	bool done = true;

	if (pagemap < 0)
		return verdict_broken(verdict, "cannot open pagemap: %m");
	for (size_t i = 0; done && i < smaps->vma_count; i++)
		done = report_vma(process, pagemap, &smaps->vmas[i], &run, deadline, verdict);
	close(pagemap);
	page_run_end(&run);
	return done;
}
