/* ---- Pages that processes hold: pins of buffers registered with io_uring, and pages in a pipe ---- */

#include <linux/io_uring.h>
#include <sys/uio.h>

#define HOLDS_PAGES
#define RING_BUFFERS	1024

/* Each of one process; a child of fork does not use its parent's. */
static int ring = -1;
static pid_t ring_owner;
/* The ring has a table of buffers; so many of them are used. */
static bool ring_has_table;
static unsigned int ring_buffers;
static int pipe_ends[2] = { -1, -1 };
static pid_t pipe_owner;
static uint64_t pipe_used;

static int ring_register(unsigned int what, void *argument, unsigned int size)
{
	return syscall(SYS_io_uring_register, ring, what, argument, size);
}

static int ring_open(void)
{
	struct io_uring_params params = { 0 };
	struct io_uring_rsrc_register table = { .nr = RING_BUFFERS, .flags = IORING_RSRC_REGISTER_SPARSE };

	if (ring_owner != getpid()) {
		if (ring >= 0)
			close(ring);
		ring = syscall(SYS_io_uring_setup, 1, &params);
		ring_owner = getpid();
		ring_has_table = false;
	}
	if (!ring_has_table)
		ring_buffers = 0;
	if (!ring_has_table && (ring < 0 || ring_register(IORING_REGISTER_BUFFERS2, &table, sizeof(table))))
		return -1;
	ring_has_table = true;
	return 0;
}

static __attribute__((unused)) long pin_range(uint64_t address, uint64_t length)
{
	struct iovec range = { at(address), length };
	struct io_uring_rsrc_update2 update = { .data = (uintptr_t)&range, .nr = 1 };

	if (ring_open())
		return errno;
	update.offset = ring_buffers;
	if (ring_register(IORING_REGISTER_BUFFERS_UPDATE, &update, sizeof(update)) != 1)
		return errno;
	ring_buffers++;
	return 0;
}

/* Closing the ring alone would give the pins back some time later; and closing it at all interrupts its process some time later. */
static __attribute__((unused)) long pin_forget(void)
{
	if (ring_owner != getpid() || !ring_has_table)
		return 0;
	ring_register(IORING_UNREGISTER_BUFFERS, NULL, 0);
	ring_has_table = false;
	return 0;
}

static __attribute__((unused)) long splice_forget(void)
{
	if (pipe_ends[0] >= 0) {
		close(pipe_ends[0]);
		close(pipe_ends[1]);
	}
	pipe_ends[0] = -1;
	pipe_used = 0;
	return 0;
}

static __attribute__((unused)) long splice_range(uint64_t address, uint64_t length)
{
	if (pipe_owner != getpid())
		splice_forget();
	pipe_owner = getpid();
	if (pipe_ends[0] < 0 && pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK))
		return errno;
	/* Each page takes a slot of the pipe, and slots are counted as if each held a page. */
	if (fcntl(pipe_ends[1], F_SETPIPE_SZ, pipe_used + length) < 0)
		return errno;
	while (length) {
		struct iovec range = { at(address), length };
		ssize_t taken = vmsplice(pipe_ends[1], &range, 1, SPLICE_F_NONBLOCK);

		if (taken < 0)
			return errno;
		pipe_used += taken;
		address += taken;
		length -= taken;
	}
	return 0;
}

/* In a new child: the pipe lives as long as anybody has it open. */
static void hold_inherit(void)
{
	if (ring >= 0)
		close(ring);
	ring = -1;
	splice_forget();
}
