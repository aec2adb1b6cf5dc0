#include "shared.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "clock.h"
#include "end.h"

/* Below the arena and above the program, where the kernel puts nothing by itself. */
#define ADDRESS		0x800000000ULL

struct shared *shared;

static bool map(int fd)
{
	/* All of it is there before a process of a scenario can be charged for it. */
	shared = mmap((void *)(uintptr_t)ADDRESS, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE | MAP_POPULATE, fd, 0);
	return shared == (void *)(uintptr_t)ADDRESS;
}

void shared_create(void)
{
	int fd = memfd_create("rmapharness", MFD_CLOEXEC);

	if (fd < 0 || ftruncate(fd, sizeof(*shared)) || !map(fd))
		fail("no memory for %zu bytes: %m", sizeof(*shared));
	shared->descriptor = fd;
	shared->stirrer = -ENOENT;
}

bool shared_find(pid_t server, int descriptor)
{
	char path[40];
	int fd;
	bool found;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", server, descriptor);
	fd = open(path, O_RDWR | O_CLOEXEC);
	found = fd >= 0 && map(fd);
	close(fd);
	return found;
}

int shared_wait(atomic_uint *word, unsigned int value, int64_t deadline)
{
	int64_t left = deadline == NEVER ? 0 : deadline - now_us();
	struct timespec time = timespec_us(left);

	if (left < 0)
		return -1;
	/* Each wait with a time is a timer of the kernel's to be set and given up. */
	if (syscall(SYS_futex, word, FUTEX_WAIT, value, deadline == NEVER ? NULL : &time, NULL, 0) && errno == ETIMEDOUT)
		return -1;
	return 0;
}

void shared_wake(atomic_uint *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

void shared_wake_all(atomic_uint *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}
