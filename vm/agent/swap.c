#include "swap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/swap.h>
#include <unistd.h>

#include "end.h"

#define LABEL	"rmapharness"
#define DEVICE	"/dev/disk/by-label/" LABEL
#define MAGIC	"SWAPSPACE2"

enum { MAX_PAGE = 65536, BOOT_BITS = 1024 };

/* What mkswap writes behind the boot bits (linux/swap.h, union swap_header). */
struct header {
	uint32_t version;
	uint32_t last_page;
	uint32_t bad_pages;
	uint8_t uuid[16];
	char label[16];
};

static struct header found;
static uint64_t device_size;
static bool is_on;

static int open_device(int access)
{
	return open(DEVICE, access | O_CLOEXEC);
}

void swap_find(void)
{
	size_t page_size = sysconf(_SC_PAGESIZE);
	char magic[sizeof(MAGIC) - 1];
	/* Whoever uses it already keeps it: then this open fails. */
	int fd = open_device(O_RDONLY | O_EXCL);
	off_t size;

	if (fd < 0)
		return;
	size = lseek(fd, 0, SEEK_END);
	if (size > (off_t)page_size && pread(fd, &found, sizeof(found), BOOT_BITS) == sizeof(found) &&
	    pread(fd, magic, sizeof(magic), page_size - sizeof(magic)) == sizeof(magic) && !memcmp(magic, MAGIC, sizeof(magic)) &&
	    found.version == 1 && !found.bad_pages && !strncmp(found.label, LABEL, sizeof(found.label)))
		device_size = size;
	close(fd);
}

uint64_t swap_size(void)
{
	return device_size;
}

static int write_header(const struct header *header)
{
	int fd = open_device(O_WRONLY);
	bool written;

	if (fd < 0)
		return -1;
	written = pwrite(fd, header, sizeof(*header), BOOT_BITS) == sizeof(*header) && !fsync(fd);
	close(fd);
	return written ? 0 : -1;
}

int swap_turn_on(uint64_t size)
{
	struct header header = found;

	if (!device_size || is_on) {
		errno = is_on ? EBUSY : ENODEV;
		return -1;
	}
	header.last_page = size / sysconf(_SC_PAGESIZE) - 1;
	/* The highest priority: whatever else there is stays as it is. */
	if (write_header(&header) || swapon(DEVICE, SWAP_FLAG_PREFER | SWAP_FLAG_PRIO_MASK))
		return -1;
	is_on = true;
	return 0;
}

int swap_turn_off(void)
{
	if (swapoff(DEVICE))
		return -1;
	is_on = false;
	return write_header(&found);
}

void swap_reset(void)
{
	if (is_on && swap_turn_off())
		fail("cannot turn swap off: %m");
}

/* The guardian does not know whether it is on. */
void swap_clean(void)
{
	if (!device_size)
		return;
	swapoff(DEVICE);
	write_header(&found);
	is_on = false;
}
