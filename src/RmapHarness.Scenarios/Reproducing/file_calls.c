/* ---- The scenario's files, which processes inherit: no path leads to any ---- */

#define FIRST_FILE	500

static __attribute__((unused)) long file_map(uint64_t address, uint64_t length, int protection, int flags, int file, uint64_t offset)
{
	void *mapped = mmap(at(address), length, protection, flags, FIRST_FILE + file, offset);

	if (mapped == MAP_FAILED)
		return errno;
	return mapped == at(address) ? 0 : EEXIST;
}

/* On a mount of its own, which is nowhere in the tree. A file without a name would be anonymous shared memory. */
static __attribute__((unused)) int open_tmpfs(const char *huge)
{
	int context = syscall(SYS_fsopen, "tmpfs", 1 /* FSOPEN_CLOEXEC */);
	int mount = -1, fd = -1;

	/* A kernel without THP knows no such option. */
	if (context >= 0 && strcmp(huge, "never") && syscall(SYS_fsconfig, context, 1 /* FSCONFIG_SET_STRING */, "huge", huge, 0)) {
		close(context);
		return -1;
	}
	if (context >= 0 && !syscall(SYS_fsconfig, context, 6 /* FSCONFIG_CMD_CREATE */, NULL, NULL, 0))
		mount = syscall(SYS_fsmount, context, 1 /* FSMOUNT_CLOEXEC */, 0);
	if (mount >= 0)
		fd = openat(mount, "file", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	close(mount);
	close(context);
	return fd;
}

static __attribute__((unused)) long file_create(int file, const char *huge, uint64_t size)
{
	/* Without a mount option it is a memfd. */
	int fd = huge ? open_tmpfs(huge) : memfd_create("reproducer", MFD_CLOEXEC);
	long result = 0;

	if (fd < 0)
		return errno;
	if (ftruncate(fd, size) || dup2(fd, FIRST_FILE + file) < 0)
		result = errno;
	close(fd);
	return result;
}

static __attribute__((unused)) long file_write(int file, uint64_t from, uint64_t length, uint64_t token)
{
	char *pages = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ssize_t written;
	long result = 0;

	if (pages == MAP_FAILED)
		return errno;
	for (uint64_t byte = 0; byte < length; byte += PAGE_SIZE) {
		uint64_t *words = (uint64_t *)(pages + byte);

		words[0] = token << 32 | (uint32_t)((from + byte) / PAGE_SIZE);
		words[1] = token;
	}
	written = pwrite(FIRST_FILE + file, pages, length, from);
	if (written < 0)
		result = errno;
	else if ((uint64_t)written != length)
		result = EIO;
	munmap(pages, length);
	return result;
}
