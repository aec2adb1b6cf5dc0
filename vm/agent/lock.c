#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#include "clock.h"
#include "end.h"

/* A directory that every kernel has and that needs no file of ours. */
#define LOCKED		"/sys/kernel/mm"
/* A killed agent's guardian may still be at work. */
#define PATIENCE_US	10000000

void lock_kernel(void)
{
	int64_t deadline = now_us() + PATIENCE_US;
	int fd = open(LOCKED, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		fail("cannot open " LOCKED ": %m");
	while (flock(fd, LOCK_EX | LOCK_NB)) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			fail("cannot lock " LOCKED ": %m");
		if (now_us() > deadline)
			fail("another agent is at work on this kernel");
		sleep_us(10000);
	}
}
