/* ---- userfaultfd's write protection; each process has a descriptor of its own ---- */

#include <linux/userfaultfd.h>
#include <sys/ioctl.h>

#define USES_UFFD

#ifndef UFFD_FEATURE_WP_ASYNC
#define UFFD_FEATURE_WP_ASYNC	(1 << 15)
#endif

/* Open in one process; a child of fork must not use its parent's. */
static int uffd;
static pid_t uffd_owner;

static int uffd_open(bool async)
{
	struct uffdio_api api = { .api = UFFD_API, .features = UFFD_FEATURE_PAGEFAULT_FLAG_WP | UFFD_FEATURE_SIGBUS };
	int saved;

	if (async)
		api.features = UFFD_FEATURE_PAGEFAULT_FLAG_WP | UFFD_FEATURE_WP_ASYNC;
	uffd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	if (uffd < 0)
		return -1;
	if (!ioctl(uffd, UFFDIO_API, &api)) {
		uffd_owner = getpid();
		return 0;
	}
	saved = errno;
	close(uffd);
	errno = saved;
	return -1;
}

static long uffd_call(unsigned long request, void *argument, bool async)
{
	if (uffd_owner != getpid() && uffd_open(async))
		return errno;
	return done(ioctl(uffd, request, argument));
}

static __attribute__((unused)) long uffd_register(uint64_t address, uint64_t length, bool async)
{
	struct uffdio_register range = { .range = { address, length }, .mode = UFFDIO_REGISTER_MODE_WP };

	return uffd_call(UFFDIO_REGISTER, &range, async);
}

static __attribute__((unused)) long uffd_unregister(uint64_t address, uint64_t length)
{
	struct uffdio_range range = { address, length };

	return uffd_call(UFFDIO_UNREGISTER, &range, false);
}

static __attribute__((unused)) long uffd_protect(uint64_t address, uint64_t length, bool protect)
{
	struct uffdio_writeprotect range = { .range = { address, length }, .mode = protect ? UFFDIO_WRITEPROTECT_MODE_WP : 0 };

	return uffd_call(UFFDIO_WRITEPROTECT, &range, false);
}
