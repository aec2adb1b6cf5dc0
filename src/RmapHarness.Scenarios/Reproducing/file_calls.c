/* ---- The scenario's files: none has a name, and processes inherit them ---- */

#define FIRST_FILE	500

static __attribute__((unused)) long file_map(uint64_t address, uint64_t length, int protection, int flags, int file, uint64_t offset)
{
	void *mapped = mmap(at(address), length, protection, flags, FIRST_FILE + file, offset);

	if (mapped == MAP_FAILED)
		return errno;
	return mapped == at(address) ? 0 : EEXIST;
}

/* On a mount of its own, which is nowhere in the tree. */
static __attribute__((unused)) int open_tmpfs(void)
{
	int context = syscall(SYS_fsopen, "tmpfs", 1 /* FSOPEN_CLOEXEC */);
	int mount = -1, fd = -1;

	if (context >= 0 && !syscall(SYS_fsconfig, context, 6 /* FSCONFIG_CMD_CREATE */, NULL, NULL, 0))
		mount = syscall(SYS_fsmount, context, 1 /* FSMOUNT_CLOEXEC */, 0);
	if (mount >= 0)
		fd = openat(mount, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	close(mount);
	close(context);
	return fd;
}

static __attribute__((unused)) long file_create(int file, bool memfd, uint64_t size)
{
	int fd = memfd ? memfd_create("reproducer", MFD_CLOEXEC) : open_tmpfs();
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
