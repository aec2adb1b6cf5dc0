#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "content.h"
#include "end.h"
#include "file_calls.h"
#include "files.h"
#include "hold.h"
#include "memcg.h"
#include "numa.h"
#include "result.h"
#include "rounds.h"
#include "sequence.h"
#include "shared.h"
#include "split.h"
#include "uffd.h"

/* Vector registers make signal frames large. */
enum { FAULT_STACK = 64 * 1024 };

static pid_t server_pid;
static unsigned long page_size;
static __thread sigjmp_buf touch_end;
static __thread volatile sig_atomic_t touching;
static char fault_stack[FAULT_STACK] __attribute__((aligned(16)));

/* Its own signal is not blocked meanwhile: so the jump need not restore the mask, which would have to be read before each touch. */
static void on_fault(int fault)
{
	if (touching)
		siglongjmp(touch_end, fault);
	/* A fault of the agent's own: it shall kill the process when the instruction runs again. */
	signal(fault, SIG_DFL);
}

static void catch_faults(char *on_stack)
{
	stack_t stack = { .ss_sp = on_stack, .ss_size = FAULT_STACK };
	struct sigaction action = { .sa_handler = on_fault, .sa_flags = SA_ONSTACK | SA_NODEFER };

	if (sigaltstack(&stack, NULL) || sigaction(SIGSEGV, &action, NULL) || sigaction(SIGBUS, &action, NULL))
		_exit(errno);
}

static volatile uint64_t *word_at(uint64_t address)
{
	return (volatile uint64_t *)(uintptr_t)address;
}

/*
 * The first store takes the fault; it names the step and the page and is never zero. The second word sums up the steps that
 * have stored to the page, and so tells whether a copy has the rest of the page. Without a number of a step all pages become alike.
 */
static void store(uint64_t address, uint64_t number)
{
	volatile uint64_t *words = word_at(address);

	words[0] = number ? number << CONTENT_STEP_SHIFT | (uint32_t)(address / page_size) : CONTENT_EQUAL;
	words[1] = number ? words[1] * 31 + number : 0;
}

static void access_all(uint64_t address, uint64_t end, uint64_t stride, bool write, uint64_t number)
{
	for (; address < end; address += stride) {
		if (write)
			store(address, number);
		else
			(void)*word_at(address);
	}
}

static int64_t touch(const uint64_t *argument, uint64_t step)
{
	int fault = sigsetjmp(touch_end, 0);

	if (!fault) {
		touching = 1;
		access_all(argument[0], argument[0] + argument[1], argument[2], argument[3], argument[3] == 2 ? 0 : step + 1);
	}
	touching = 0;
	return -fault;
}

/* Reads the wanted words of the ranges from argument[0] to before argument[1]. */
static int64_t load(const uint64_t *argument)
{
	struct load *load = &shared->load;
	volatile uint64_t at = argument[0], page = 0;
	int fault = sigsetjmp(touch_end, 0);

	if (fault)
		load->signals[load->ranges[at].first + page++] = fault;
	touching = 1;
	for (; at < argument[1]; at++, page = 0) {
		const struct load_range *range = &load->ranges[at];
		uint64_t *words = &load->words[range->first];

		for (; page < range->count; page++)
			if (words[page])
				words[page] = content_of(word_at((range->vpn + page) * page_size));
	}
	touching = 0;
	return 0;
}

static int64_t map(const uint64_t *argument)
{
	void *address = (void *)(uintptr_t)argument[0];
	void *mapped = mmap(address, argument[1], argument[2], argument[3], -1, 0);

	if (mapped == MAP_FAILED)
		return errno;
	return mapped == address ? 0 : EEXIST;
}

static int64_t remap(const uint64_t *argument)
{
	void *address = (void *)(uintptr_t)argument[0];
	void *target = (void *)(uintptr_t)argument[4];

	return mremap(address, argument[1], argument[2], argument[3], target) == MAP_FAILED ? errno : 0;
}

static int64_t start_thread(struct slot *slot);

/* A child of this process, not of the server. */
static int64_t fork_and_exit(void)
{
	pid_t child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	int status;

	if (!child)
		_exit(0);
	if (child < 0)
		return errno;
	while (waitpid(child, &status, __WALL) < 0)
		if (errno != EINTR)
			return errno;
	return status ? EPROTO : 0;
}

static int64_t advise(const uint64_t *argument)
{
	struct iovec range = { (void *)(uintptr_t)argument[1], argument[2] };
	int pidfd = syscall(SYS_pidfd_open, shared->slots[argument[0]].pid, 0);
	int64_t result = 0;
	ssize_t advised;

	if (pidfd < 0)
		return errno;
	advised = syscall(SYS_process_madvise, pidfd, &range, 1, argument[3], 0);
	if (advised < 0)
		result = errno;
	else if ((size_t)advised < range.iov_len)
		result = EIO;
	close(pidfd);
	return result;
}

/* Ends this thread alone. Nobody can wait for one that is not the first: the kernel tells its end by clearing its number. */
static _Noreturn void leave(struct slot *slot)
{
	/* The last one has none. */
	if (!atomic_load(&slot->tid))
		pin_forget();
	syscall(SYS_set_tid_address, &slot->tid);
	for (;;)
		syscall(SYS_exit, 0);
}

/* The new program finds its slot by the index, and the rest through the server; it comes back only if it fails. */
static int64_t start_again(const struct slot *slot)
{
	char index[12], server[12], descriptor[12];
	char *arguments[] = { "agent", PROCESS_RESUME, index, server, descriptor, NULL };
	char *environment[] = { NULL };

	snprintf(index, sizeof(index), "%d", (int)(slot - shared->slots));
	snprintf(server, sizeof(server), "%d", server_pid);
	snprintf(descriptor, sizeof(descriptor), "%d", shared->descriptor);
	pin_forget();
	/* Not of self: the first thread may have ended, and has no program then. */
	execve("/proc/thread-self/exe", arguments, environment);
	return errno;
}

/* What ends with an answer of this same thread. */
static int64_t perform(const struct operation *operation, uint64_t step)
{
	const uint64_t *argument = operation->argument;
	void *address = (void *)(uintptr_t)argument[0];

	switch (operation->kind) {
	case OP_MMAP:
		return map(argument);
	case OP_MUNMAP:
		return errno_of(munmap(address, argument[1]));
	case OP_MREMAP:
		return remap(argument);
	case OP_MPROTECT:
		return errno_of(mprotect(address, argument[1], argument[2]));
	case OP_MADVISE:
		return errno_of(madvise(address, argument[1], argument[2]));
	case OP_MSYNC:
		return errno_of(msync(address, argument[1], argument[2]));
	case OP_MLOCK:
		return errno_of(syscall(SYS_mlock2, address, argument[1], argument[2]));
	case OP_MUNLOCK:
		return errno_of(munlock(address, argument[1]));
	case OP_MLOCKALL:
		return errno_of(mlockall(argument[0]));
	case OP_MUNLOCKALL:
		return errno_of(munlockall());
	case OP_UFFD_REGISTER:
		return uffd_register(argument[0], argument[1], argument[2]);
	case OP_UFFD_UNREGISTER:
		return uffd_unregister(argument[0], argument[1]);
	case OP_UFFD_PROTECT:
		return uffd_protect(argument[0], argument[1], argument[2]);
	case OP_PIN:
		return pin_range(argument[0], argument[1]);
	case OP_UNPIN:
		pin_forget();
		return 0;
	case OP_VMSPLICE:
		return splice_range(argument[0], argument[1]);
	case OP_DRAIN:
		splice_forget();
		return 0;
	case OP_MOVE_PAGES:
		return move_range(argument[0], argument[1], argument[2]);
	case OP_TOUCH:
		return touch(argument, step);
	case OP_SPLIT:
		return split_range(argument);
	case OP_KILL:
		return errno_of(kill(shared->slots[argument[0]].pid, SIGKILL));
	case OP_FORK_EXIT:
		return fork_and_exit();
	case OP_PROCESS_MADVISE:
		return advise(argument);
	case OP_CREATE:
	case OP_MMAPFILE:
	case OP_FTRUNCATE:
	case OP_FALLOCATE:
	case OP_PWRITE:
	case OP_PREAD:
	case OP_CLOSE:
		return file_call(operation, step);
	case OP_LOAD:
		return load(argument);
	default:
		return ENOSYS;
	}
}

static int64_t execute(struct slot *slot)
{
	const uint64_t *argument = slot->operation.argument;

	switch (slot->operation.kind) {
	case OP_THREAD:
		return start_thread(&shared->slots[argument[0]]);
	case OP_EXECVE:
		return start_again(slot);
	case OP_ROUNDS:
		return rounds_do(argument, perform);
	case OP_SEQUENCE:
		sequence_do(argument[0], slot->step, perform);
		return 0;
	case OP_EXIT:
		leave(slot);
	default:
		return perform(&slot->operation, slot->step);
	}
}

/* A process whose server is gone must go too, also if the server went before the signal was asked for. */
static void die_with_server(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != server_pid)
		_exit(1);
}

/* The server is the parent of all, so that it waits for all. */
static pid_t fork_for_server(void)
{
	return syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
}

static void answer(struct slot *slot, int64_t result)
{
	slot->result = result;
	atomic_fetch_add(&slot->answered, 1);
	atomic_fetch_add(&shared->events, 1);
	shared_wake(&shared->events);
}

static void await_operation(struct slot *slot)
{
	unsigned int answered = atomic_load(&slot->answered);

	while (atomic_load(&slot->sent) == answered)
		shared_wait(&slot->sent, answered, NEVER);
}

static _Noreturn void serve(struct slot *slot)
{
	int64_t result = 0;

	for (;;) {
		answer(slot, result);
		await_operation(slot);
		if (slot->operation.kind != OP_FORK) {
			result = execute(slot);
			continue;
		}
		result = fork_for_server();
		if (result < 0)
			result = -errno;
		if (result)
			continue;
		die_with_server();
		uffd_forget();
		hold_inherit();
		slot = &shared->slots[slot->operation.argument[0]];
	}
}

static void *thread_main(void *slot)
{
	char on_stack[FAULT_STACK] __attribute__((aligned(16)));

	die_with_server();
	catch_faults(on_stack);
	atomic_store(&((struct slot *)slot)->tid, gettid());
	serve(slot);
}

static int64_t start_thread(struct slot *slot)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int error = pthread_attr_init(&attributes);

	if (!error)
		error = pthread_attr_setstacksize(&attributes, 4 * FAULT_STACK);
	return error ? error : pthread_create(&thread, &attributes, thread_main, slot);
}

static void unblock_signals(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void process_main(pid_t server)
{
	server_pid = server;
	page_size = sysconf(_SC_PAGESIZE);
	die_with_server();
	/* Out of reach of the terminal's signals, and holding none of the server's files, whose table is shared until here. */
	setsid();
	memcg_enter();
	if (close_range(0, ~0U, CLOSE_RANGE_UNSHARE))
		_exit(errno);
	end_signals_default();
	catch_faults(fault_stack);
	unblock_signals();
	serve(&shared->slots[0]);
}

void process_resume(const char *index, const char *server, const char *descriptor)
{
	server_pid = atoi(server);
	page_size = sysconf(_SC_PAGESIZE);
	if (!shared_find(server_pid, atoi(descriptor)))
		_exit(errno);
	catch_faults(fault_stack);
	serve(&shared->slots[atoi(index)]);
}
