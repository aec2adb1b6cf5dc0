#include "hold.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { BUFFERS = 1024, BUFFER_SIZE = 1 << 30, CLOSED = -1 };

static int ring = CLOSED;
/* The ring has a table of buffers; so many of them are used. */
static bool has_table;
static unsigned int buffers;
static int ends[2] = { CLOSED, CLOSED };
static uint64_t spliced;

static int ring_register(unsigned int what, void *argument, unsigned int size)
{
	return syscall(SYS_io_uring_register, ring, what, argument, size);
}

static int ring_open(void)
{
	struct io_uring_params params;

	memset(&params, 0, sizeof(params));
	ring = syscall(SYS_io_uring_setup, 1, &params);
	return ring < 0 ? -1 : 0;
}

static int table_open(void)
{
	struct io_uring_rsrc_register table = { .nr = BUFFERS, .flags = IORING_RSRC_REGISTER_SPARSE };

	if (has_table)
		return 0;
	if (ring < 0 && ring_open())
		return -1;
	if (ring_register(IORING_REGISTER_BUFFERS2, &table, sizeof(table)))
		return -1;
	has_table = true;
	return 0;
}

static void ring_close(void)
{
	if (ring >= 0)
		close(ring);
	ring = CLOSED;
	has_table = false;
	buffers = 0;
}

bool pin_known(void)
{
	bool known = !table_open();

	pin_forget();
	ring_close();
	return known;
}

int64_t pin_range(uint64_t address, uint64_t length)
{
	struct iovec range = { (void *)(uintptr_t)address, length };
	struct io_uring_rsrc_update2 update = { .offset = buffers, .data = (uintptr_t)&range, .nr = 1 };

	if (length > BUFFER_SIZE)
		return EFBIG;
	if (table_open())
		return errno;
	if (ring_register(IORING_REGISTER_BUFFERS_UPDATE, &update, sizeof(update)) != 1)
		return errno;
	buffers++;
	return 0;
}

/* The ring stays: what is left to do for a closed one interrupts its process some time later (io_ring_exit_work), seen as EINTR of fallocate in 6.1. */
void pin_forget(void)
{
	if (!has_table)
		return;
	ring_register(IORING_UNREGISTER_BUFFERS, NULL, 0);
	has_table = false;
	buffers = 0;
}

/* Each page takes a slot of the pipe, and slots are counted as if each held a page. */
static int make_room(uint64_t length)
{
	if (ends[0] < 0 && pipe2(ends, O_CLOEXEC | O_NONBLOCK))
		return -1;
	return fcntl(ends[1], F_SETPIPE_SZ, spliced + length) < 0 ? -1 : 0;
}

int64_t splice_range(uint64_t address, uint64_t length)
{
	if (make_room(length))
		return errno;
	while (length) {
		struct iovec range = { (void *)(uintptr_t)address, length };
		ssize_t taken = vmsplice(ends[1], &range, 1, SPLICE_F_NONBLOCK);

		if (taken < 0)
			return errno;
		spliced += taken;
		address += taken;
		length -= taken;
	}
	return 0;
}

void splice_forget(void)
{
	if (ends[0] < 0)
		return;
	close(ends[0]);
	close(ends[1]);
	ends[0] = CLOSED;
	spliced = 0;
}

void hold_inherit(void)
{
	ring_close();
	splice_forget();
}
