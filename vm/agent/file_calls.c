#include "file_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MFD_HUGE_SHIFT
#define MFD_HUGE_SHIFT 26
#endif

#include "content.h"
#include "result.h"

/* The agent's own descriptors stay below. */
enum { FIRST_DESCRIPTOR = 64 };

static int descriptor_of(uint64_t file)
{
	return FIRST_DESCRIPTOR + (int)file;
}

/*
 * On a mount of its own, which is nowhere in the tree and ends with the file. The file has a name there: to the kernel one without is
 * anonymous shared memory.
 */
static int open_tmpfs(uint64_t huge)
{
	static const char *const words[HUGE_MODES] = { NULL, "always", "within_size", "advise" };
	enum { FSCONFIG_STRING = 1, FSCONFIG_CREATE = 6, CLOEXEC = 1 };
	int context = syscall(SYS_fsopen, "tmpfs", CLOEXEC);
	int mount = -1, fd = -1;

	if (context < 0)
		return -1;
	if ((!words[huge] || !syscall(SYS_fsconfig, context, FSCONFIG_STRING, "huge", words[huge], 0)) &&
	    !syscall(SYS_fsconfig, context, FSCONFIG_CREATE, NULL, NULL, 0))
		mount = syscall(SYS_fsmount, context, CLOEXEC, 0);
	close(context);
	if (mount < 0)
		return -1;
	fd = openat(mount, "file", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	close(mount);
	return fd;
}

static int open_file(uint64_t kind, uint64_t huge)
{
	switch (kind) {
	case FILE_MEMFD:
		return memfd_create("rmapharness", MFD_CLOEXEC);
	case FILE_HUGETLB:
		return memfd_create("rmapharness", MFD_CLOEXEC | MFD_HUGETLB | (unsigned int)huge << MFD_HUGE_SHIFT);
	default:
		return open_tmpfs(huge);
	}
}

static int64_t create(const uint64_t *argument)
{
	int fd = open_file(argument[1], argument[3]);
	int64_t result;

	if (fd < 0)
		return errno;
	result = errno_of(ftruncate(fd, argument[2]) || dup3(fd, descriptor_of(argument[0]), O_CLOEXEC) < 0);
	close(fd);
	return result;
}

static int64_t map(const uint64_t *argument)
{
	void *address = (void *)(uintptr_t)argument[0];
	void *mapped = mmap(address, argument[1], argument[2], argument[3], descriptor_of(argument[4]), argument[5]);

	if (mapped == MAP_FAILED)
		return errno;
	return mapped == address ? 0 : EEXIST;
}

/* In one call; the pages whose first words are written get those of a first store. */
static int64_t write_bytes(const uint64_t *argument, uint64_t step)
{
	const uint64_t page_size = sysconf(_SC_PAGESIZE);
	uint64_t from = argument[1], length = argument[2], skipped = from & (page_size - 1);
	char *pages = mmap(NULL, skipped + length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int64_t result = 0;
	ssize_t written;

	if (pages == MAP_FAILED)
		return errno;
	for (uint64_t at = 0; at < skipped + length; at += page_size) {
		uint64_t *words = (uint64_t *)(pages + at);

		words[0] = (step + 1) << CONTENT_STEP_SHIFT | (uint32_t)((from + at) / page_size);
		words[1] = step + 1;
	}
	written = pwrite(descriptor_of(argument[0]), pages + skipped, length, from);
	if (written < 0)
		result = errno;
	else if ((uint64_t)written < length)
		result = EIO;
	munmap(pages, skipped + length);
	return result;
}

/* As programs do that want all of it: on from where the last call ended, until it is there, the file ends, or there is an error. */
static int64_t read_pages(const uint64_t *argument)
{
	char *address = (char *)(uintptr_t)argument[2];
	uint64_t from = argument[1], length = argument[3], done = 0;

	while (done < length) {
		ssize_t got = pread(descriptor_of(argument[0]), address + done, length - done, from + done);

		if (got < 0)
			return errno;
		if (!got)
			break;
		done += got;
	}
	return 0;
}

int64_t file_call(const struct operation *operation, uint64_t step)
{
	const uint64_t *argument = operation->argument;

	switch (operation->kind) {
	case OP_CREATE:
		return create(argument);
	case OP_MMAPFILE:
		return map(argument);
	case OP_FTRUNCATE:
		return errno_of(ftruncate(descriptor_of(argument[0]), argument[1]));
	case OP_FALLOCATE:
		return errno_of(fallocate(descriptor_of(argument[0]), argument[1], argument[2], argument[3]));
	case OP_PWRITE:
		return write_bytes(argument, step);
	case OP_PREAD:
		return read_pages(argument);
	default:
		return errno_of(close(descriptor_of(argument[0])));
	}
}
