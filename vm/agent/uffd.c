#include "uffd.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Headers of older releases do not have it. */
#ifndef UFFD_FEATURE_WP_ASYNC
#define UFFD_FEATURE_WP_ASYNC (1 << 15)
#endif

static int uffd = -1;

static int open_uffd(bool async)
{
	struct uffdio_api api = { .api = UFFD_API, .features = UFFD_FEATURE_PAGEFAULT_FLAG_WP };
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	int saved;

	api.features |= async ? UFFD_FEATURE_WP_ASYNC : UFFD_FEATURE_SIGBUS;
	if (fd < 0 || !ioctl(fd, UFFDIO_API, &api))
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

bool uffd_has_protection(bool async)
{
	int fd = open_uffd(async);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

/* 0 or an errno of a call on the descriptor, which the first one makes. */
static int64_t call(unsigned long request, void *argument, bool async)
{
	if (uffd < 0)
		uffd = open_uffd(async);
	return uffd < 0 || ioctl(uffd, request, argument) ? errno : 0;
}

int64_t uffd_register(uint64_t address, uint64_t length, bool async)
{
	struct uffdio_register range = { .range = { address, length }, .mode = UFFDIO_REGISTER_MODE_WP };

	return call(UFFDIO_REGISTER, &range, async);
}

int64_t uffd_unregister(uint64_t address, uint64_t length)
{
	struct uffdio_range range = { address, length };

	return call(UFFDIO_UNREGISTER, &range, false);
}

int64_t uffd_protect(uint64_t address, uint64_t length, bool protect)
{
	struct uffdio_writeprotect range = { .range = { address, length }, .mode = protect ? UFFDIO_WRITEPROTECT_MODE_WP : 0 };

	return call(UFFDIO_WRITEPROTECT, &range, false);
}

void uffd_forget(void)
{
	if (uffd >= 0)
		close(uffd);
	uffd = -1;
}
