#include "ksm.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "files.h"

/* One to see what changes, one to merge, and then the model says how many more have something to do: at most seven in all. */
enum { SCANS = 8, PATIENCE_US = 200 };

bool ksm_known(void)
{
	return file_exists(KSM_RUN);
}

static int64_t full_scans(void)
{
	char text[32];

	return file_read(AT_FDCWD, KSM_DIRECTORY "full_scans", text, sizeof(text)) > 0 ? strtoll(text, NULL, 10) : -1;
}

/* ksmd counts scans only while some process has mergeable memory. */
static _Noreturn void be_mergeable(pid_t server, int ready)
{
	size_t size = sysconf(_SC_PAGESIZE);
	void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char byte = page == MAP_FAILED || madvise(page, size, MADV_MERGEABLE) ? errno : 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() == server && write(ready, &byte, 1) == 1)
		for (;;)
			pause();
	_exit(1);
}

static int await_scans(int64_t wanted, int64_t deadline)
{
	for (int64_t seen = full_scans(); seen < wanted; seen = full_scans()) {
		if (seen < 0)
			return -1;
		if (now_us() > deadline) {
			errno = ETIME;
			return -1;
		}
		sleep_us(PATIENCE_US);
	}
	return 0;
}

static int scan_all(int64_t deadline)
{
	int64_t before = full_scans();
	int error = 0;

	if (before < 0 || file_write(AT_FDCWD, KSM_RUN, "1"))
		return -1;
	if (await_scans(before + SCANS, deadline))
		error = errno;
	/* Returns once ksmd stands still. */
	if (file_write(AT_FDCWD, KSM_RUN, "0"))
		return -1;
	errno = error;
	return error ? -1 : 0;
}

int ksm_scan(int64_t deadline)
{
	int ends[2], result = -1, error;
	pid_t helper, server = getpid();
	char byte = EIO;

	if (pipe2(ends, O_CLOEXEC))
		return -1;
	/* No exit signal: a wait for the scenario's processes does not see it. */
	helper = syscall(SYS_clone, 0, 0, 0, 0, 0);
	if (!helper)
		be_mergeable(server, ends[1]);
	close(ends[1]);
	if (helper > 0) {
		if (read(ends[0], &byte, 1) == 1 && !byte)
			result = scan_all(deadline);
		else
			errno = byte;
		error = errno;
		kill(helper, SIGKILL);
		waitpid(helper, NULL, __WALL);
		errno = error;
	}
	error = errno;
	close(ends[0]);
	errno = error;
	return result;
}
