#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ARENA_START	0x1000000000UL
#define ARENA_END	0x7000000000UL
#define NO_FRAME	(~0UL)
/* The frame of a present entry of pagemap. */
#define PFN_BITS	((1UL << 55) - 1)

/* A field of /proc/PID/smaps or status in kB (THPeligible: 0 or 1), of numa_maps in pages, of memory.stat in bytes. */
struct field {
	const char *name;
	long value;
};

struct vma {
	uint64_t start, end;
	const char *permissions;
	/* Codes of VmFlags that are compared, sorted. */
	const char *flags;
	const struct field *fields;
	size_t field_count;
	/* The entry of /proc/PID/numa_maps. */
	const struct field *numa;
	size_t numa_count;
};

/* Pages that answer alike. Frames are numbered in any way; which pages share one is what counts. */
struct run {
	uint64_t vpn, pages;
	/* /proc/PID/pagemap without the frame. */
	uint64_t bits;
	uint64_t frame;
	/* How far the frames of two pages are apart: 1, or 0 for the zero page. */
	unsigned int stride;
	/* /proc/kpagecount and /proc/kpageflags. */
	uint64_t count, flags;
	/* Flags of which the kernel may set all or none. */
	uint64_t either;
	/* What PAGEMAP_SCAN says, and what it may say or not. */
	uint64_t categories, open;
	/* What the first page holds, and by how much the next one holds more. */
	uint64_t word;
	unsigned int word_stride;
};

/* Pages that a process reads alike when all is over: words, or the signal that a load of each ends with. */
struct final {
	unsigned int process;
	uint64_t vpn, pages;
	uint64_t word;
	unsigned int word_stride;
	int signal;
};

struct process_view {
	unsigned int process;
	const struct vma *vmas;
	size_t vma_count;
	const struct run *runs;
	size_t run_count;
	/* Lines of /proc/PID/status in kB, of the scenario's addresses alone; none if the kernel does not sum them up. */
	const struct field *status;
	size_t status_count;
};

/* hugepages-*kB/stats, in the order of their names: how much they have grown since the program began. */
struct thp_size {
	size_t kilobytes;
	const long *stats;
};

/* A pool of huge pages: its counters, in the order of their names. */
struct pool {
	size_t kilobytes;
	long stats[4];
};

/* What belongs to no process. A NULL is not compared. */
struct counters {
	const struct field *memory;
	size_t memory_count;
	/* /proc/vmstat, in the order of the names: how much it has grown. */
	const long *events;
	const struct thp_size *sizes;
	size_t size_count;
	const struct pool *pools;
	size_t pool_count;
};

struct step {
	const char *text;
	unsigned int process;
	/* The process that a fork makes, or 0. */
	unsigned int child;
	/* The thread that it makes, or 0. */
	unsigned int thread;
	bool exits;
	/* It executes a program, this one. */
	bool executes;
	/* One more than the process that it kills, or 0. */
	unsigned int kills;
	/* It sets something for all processes. */
	bool is_setting;
	/* What it leaves in per-CPU batches holds references of folios, which a write fault would count. */
	bool drains;
	/* What the step returns: 0, an errno, or minus a signal. */
	long outcome;
	/* What is observed after it; NULL for a step that does something. */
	const struct process_view *views;
	size_t view_count;
	struct counters counters;
};

enum { KPAGECOUNT_CLAIM = -1, SMAPS_CLAIM = -2 };

/* What the author says of all of the pages, or of a field of the VMA that holds them. */
struct claim {
	size_t step;
	unsigned int process;
	uint64_t vpn, pages;
	const char *field;
	/* Of pagemap, or one of the above. */
	int bit;
	long value;
	const char *text;
};

struct bit {
	unsigned int number;
	const char *name;
};

static __attribute__((unused)) int mount_detached(const char *type, const char *key, const char *value);
static __attribute__((unused)) long set_size(uint64_t size, const char *mode);
static __attribute__((unused)) long ksm_scan(void);
static __attribute__((unused)) long set_pool(size_t kilobytes, long pages, long overcommit);
static __attribute__((unused)) long map(uint64_t address, uint64_t length, int protection, int flags);
static __attribute__((unused)) long split(uint64_t address, uint64_t length, unsigned int order);
static __attribute__((unused)) long remap(uint64_t address, uint64_t length, uint64_t new_length, int flags, uint64_t target);
static __attribute__((unused)) long touch(uint64_t address, uint64_t length, uint64_t stride, bool write, bool equal);

static __attribute__((unused)) long fork_and_exit(void);
static __attribute__((unused)) long kill_process(unsigned int victim);
static __attribute__((unused)) long advise_process(unsigned int target, uint64_t address, uint64_t length, int advice);

static inline void *at(uint64_t address)
{
	return (void *)(uintptr_t)address;
}

static inline long done(int status)
{
	return status ? errno : 0;
}
