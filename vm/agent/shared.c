#include "shared.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "clock.h"
#include "end.h"

struct shared *shared;

void shared_create(void)
{
	/* All of it is there before a process of a scenario can be charged for it. */
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (shared == MAP_FAILED)
		fail("no memory for %zu bytes: %m", sizeof(*shared));
}

int shared_wait(atomic_uint *word, unsigned int value, int64_t deadline)
{
	struct timespec left = timespec_us(deadline - now_us());

	if (left.tv_sec < 0 || left.tv_nsec < 0)
		return -1;
	if (syscall(SYS_futex, word, FUTEX_WAIT, value, &left, NULL, 0) && errno == ETIMEDOUT)
		return -1;
	return 0;
}

void shared_wake(atomic_uint *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}
