/* ---- A swap area for the program alone ---- */

#define SWAP_LABEL	"rmapharness"
#define SWAP_MAGIC	"SWAPSPACE2"
#define SWAP_HINT	"modprobe brd rd_nr=1 rd_size=16777216"

/* The first page of a swap area (linux/swap.h, union swap_header). */
static union swap_page {
	char bytes[PAGE_SIZE];
	struct {
		char boot[1024];
		uint32_t version, last_page, bad_pages;
		char uuid[16], label[16];
	} header;
} swap_before;

static const char *swap_device;
static uint64_t swap_size;
static bool swap_is_on;

/* Not what somebody uses, or what holds something: the harness's area, or a RAM disk that begins with zeros. */
static bool is_for_swap(const char *device)
{
	static const char zeros[PAGE_SIZE];
	int fd = open(device, O_RDONLY | O_EXCL | O_CLOEXEC);
	bool readable = fd >= 0 && pread(fd, &swap_before, PAGE_SIZE, 0) == PAGE_SIZE;

	if (fd < 0)
		return false;
	swap_size = lseek(fd, 0, SEEK_END);
	close(fd);
	return readable && (!memcmp(&swap_before, zeros, PAGE_SIZE) || !strncmp(swap_before.header.label, SWAP_LABEL, sizeof(swap_before.header.label)));
}

static void find_swap(void)
{
	static const char *const devices[] = { "/dev/disk/by-label/" SWAP_LABEL, "/dev/ram0" };

	for (size_t i = 0; i < COUNT(devices) && !swap_device; i++)
		if (is_for_swap(devices[i]))
			swap_device = devices[i];
	if (!swap_device)
		stop(KSFT_SKIP, "SKIP: nothing to swap to: %s gives an empty /dev/ram0", SWAP_HINT);
}

static int write_swap(const union swap_page *page)
{
	int fd = open(swap_device, O_WRONLY | O_CLOEXEC);
	bool written = fd >= 0 && pwrite(fd, page, PAGE_SIZE, 0) == PAGE_SIZE && !fsync(fd);

	close(fd);
	return written ? 0 : -1;
}

static long swap_on(uint64_t size)
{
	union swap_page page = { .header = { .version = 1, .last_page = size / PAGE_SIZE - 1 } };

	if (swap_is_on)
		return EBUSY;
	if (size > swap_size)
		stop(KSFT_SKIP, "SKIP: %s is smaller than %" PRIu64 " kB: %s", swap_device, size / 1024, SWAP_HINT);
	memcpy(page.bytes + PAGE_SIZE - strlen(SWAP_MAGIC), SWAP_MAGIC, strlen(SWAP_MAGIC));
	/* The highest priority: whatever else there is stays as it is. */
	if (write_swap(&page) || swapon(swap_device, SWAP_FLAG_PREFER | SWAP_FLAG_PRIO_MASK))
		return errno;
	swap_is_on = true;
	return 0;
}

static long swap_off(void)
{
	if (swapoff(swap_device))
		return errno;
	swap_is_on = false;
	return done(write_swap(&swap_before));
}

/* The guardian's: it does not know whether it is on. */
static void clean_swap(void)
{
	swapoff(swap_device);
	write_swap(&swap_before);
}
