/* ---- The scenario's files, which processes inherit: no path leads to any ---- */

#define FIRST_FILE	500

static __attribute__((unused)) long file_map(uint64_t address, uint64_t length, int protection, int flags, int file, uint64_t offset)
{
	void *mapped = mmap(at(address), length, protection, flags, FIRST_FILE + file, offset);

	if (mapped == MAP_FAILED)
		return errno;
	return mapped == at(address) ? 0 : EEXIST;
}

/* On a mount of its own. A file without a name would be anonymous shared memory. A kernel without THP knows no such option. */
static __attribute__((unused)) int open_tmpfs(const char *huge)
{
	int mount = mount_detached("tmpfs", strcmp(huge, "never") ? "huge" : NULL, huge);
	int fd = mount < 0 ? -1 : openat(mount, "file", O_CREAT | O_RDWR | O_CLOEXEC, 0600);

	close(mount);
	return fd;
}

static long file_keep(int file, int fd, uint64_t size)
{
	long result = 0;

	if (fd < 0)
		return errno;
	if (ftruncate(fd, size) || dup3(fd, FIRST_FILE + file, O_CLOEXEC) < 0)
		result = errno;
	close(fd);
	return result;
}

static __attribute__((unused)) long file_create(int file, const char *huge, uint64_t size)
{
	/* Without a mount option it is a memfd. */
	return file_keep(file, huge ? open_tmpfs(huge) : memfd_create("reproducer", MFD_CLOEXEC), size);
}

static __attribute__((unused)) long file_create_hugetlb(int file, unsigned int shift, uint64_t size)
{
	return file_keep(file, memfd_create("reproducer", MFD_CLOEXEC | MFD_HUGETLB | shift << 26 /* MFD_HUGE_SHIFT */), size);
}

static __attribute__((unused)) long file_write(int file, uint64_t from, uint64_t length, uint64_t token)
{
	uint64_t skipped = from % PAGE_SIZE;
	char *pages = mmap(NULL, skipped + length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ssize_t written;
	long result = 0;

	if (pages == MAP_FAILED)
		return errno;
	for (uint64_t byte = 0; byte < skipped + length; byte += PAGE_SIZE) {
		uint64_t *words = (uint64_t *)(pages + byte);

		words[0] = token << 32 | (uint32_t)((from + byte) / PAGE_SIZE);
		words[1] = token;
	}
	written = pwrite(FIRST_FILE + file, pages + skipped, length, from);
	if (written < 0)
		result = errno;
	else if ((uint64_t)written != length)
		result = EIO;
	munmap(pages, skipped + length);
	return result;
}

/* Until all is read, the file ends, or there is an error. */
static __attribute__((unused)) long file_read(int file, uint64_t from, uint64_t address, uint64_t length)
{
	for (uint64_t done = 0; done < length;) {
		ssize_t got = pread(FIRST_FILE + file, at(address + done), length - done, from + done);

		if (got < 0)
			return errno;
		if (!got)
			break;
		done += got;
	}
	return 0;
}
