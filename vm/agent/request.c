#include "request.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "arena.h"
#include "end.h"
#include "input.h"
#include "pages.h"

enum { MAX_OPERATIONS = (1 << 20) - 1, MAX_DEADLINE_MS = 24 * 60 * 60 * 1000 };

static const struct {
	const char *name;
	unsigned int arguments;
} kinds[KINDS] = {
	[OP_MMAP] = { "mmap", 4 },
	[OP_MUNMAP] = { "munmap", 2 },
	[OP_MREMAP] = { "mremap", 5 },
	[OP_MPROTECT] = { "mprotect", 3 },
	[OP_MADVISE] = { "madvise", 3 },
	[OP_MSYNC] = { "msync", 3 },
	[OP_MLOCK] = { "mlock", 3 },
	[OP_MUNLOCK] = { "munlock", 2 },
	[OP_MLOCKALL] = { "mlockall", 1 },
	[OP_MUNLOCKALL] = { "munlockall", 0 },
	[OP_UFFD_REGISTER] = { "uffd-register", 3 },
	[OP_UFFD_UNREGISTER] = { "uffd-unregister", 2 },
	[OP_UFFD_PROTECT] = { "uffd-protect", 3 },
	[OP_PIN] = { "pin", 2 },
	[OP_UNPIN] = { "unpin", 0 },
	[OP_VMSPLICE] = { "vmsplice", 2 },
	[OP_DRAIN] = { "drain", 0 },
	[OP_MOVE_PAGES] = { "move-pages", 3 },
	[OP_TOUCH] = { "touch", 4 },
	[OP_SPLIT] = { "split", 3 },
	[OP_FORK] = { "fork", 1 },
	[OP_FORK_EXIT] = { "fork_exit", 0 },
	[OP_THREAD] = { "thread", 1 },
	[OP_EXIT] = { "exit", 0 },
	[OP_KILL] = { "kill", 1 },
	[OP_EXECVE] = { "execve", 0 },
	[OP_PROCESS_MADVISE] = { "process_madvise", 4 },
	[OP_THP] = { "thp", 2 },
	[OP_KSM_SCAN] = { "ksm-scan", 0 },
	[OP_SWAPON] = { "swapon", 1 },
	[OP_SWAPOFF] = { "swapoff", 0 },
	[OP_HUGETLB] = { "hugetlb", 3 },
	[OP_CREATE] = { "create", 4 },
	[OP_MMAPFILE] = { "mmapfile", 6 },
	[OP_FTRUNCATE] = { "ftruncate", 2 },
	[OP_FALLOCATE] = { "fallocate", 4 },
	[OP_PWRITE] = { "pwrite", 3 },
	[OP_PREAD] = { "pread", 4 },
	[OP_CLOSE] = { "close", 1 },
	[OP_TOGETHER] = { "together", 2 },
	[OP_OBSERVE] = { "observe", 0 },
};

static bool read_number(char **rest, unsigned int base, uint64_t limit, uint64_t *number)
{
	const char *word = strsep(rest, " ");

	*number = 0;
	if (!word || !*word)
		return false;
	for (; *word; word++) {
		unsigned int digit = *word >= 'a' ? *word - 'a' + 10U : (unsigned char)*word - '0' + 0U;

		if (digit >= base || *number > (limit - digit) / base)
			return false;
		*number = *number * base + digit;
	}
	return true;
}

static bool read_kind(char **rest, enum kind *kind)
{
	const char *word = strsep(rest, " ");

	for (*kind = 0; word && *kind < KINDS; ++*kind)
		if (!strcmp(word, kinds[*kind].name))
			return true;
	return false;
}

/* Whether the operation can do nothing to the agent itself, and ends. */
static bool is_safe(const struct operation *operation)
{
	const uint64_t *argument = operation->argument;

	switch (operation->kind) {
	case OP_MMAP:
		return arena_holds(argument[0], argument[1]) && argument[3] & (MAP_FIXED | MAP_FIXED_NOREPLACE);
	case OP_MMAPFILE:
		return arena_holds(argument[0], argument[1]) && argument[3] & (MAP_FIXED | MAP_FIXED_NOREPLACE) && argument[4] < FILES;
	case OP_CREATE:
		return argument[0] < FILES && argument[1] < FILE_KINDS && argument[3] < (argument[1] == FILE_HUGETLB ? HUGE_SHIFTS : HUGE_MODES);
	case OP_FTRUNCATE:
	case OP_FALLOCATE:
	case OP_PWRITE:
	case OP_CLOSE:
		return argument[0] < FILES;
	case OP_PREAD:
		return argument[0] < FILES && arena_holds(argument[2], argument[3]);
	case OP_MREMAP:
		return arena_holds(argument[0], argument[1]) &&
		       (argument[3] & MREMAP_FIXED ? arena_holds(argument[4], argument[2]) :
						     !argument[3] && arena_holds(argument[0], argument[2]));
	case OP_TOUCH:
		return arena_holds(argument[0], argument[1]) && argument[2] && argument[2] < ARENA_END &&
		       !((argument[0] | argument[2]) & (sysconf(_SC_PAGESIZE) - 1)) && argument[3] <= 2;
	case OP_MUNMAP:
	case OP_MPROTECT:
	case OP_MADVISE:
	case OP_MSYNC:
	case OP_MLOCK:
	case OP_MUNLOCK:
	case OP_SPLIT:
	case OP_UFFD_REGISTER:
	case OP_UFFD_UNREGISTER:
	case OP_UFFD_PROTECT:
	case OP_PIN:
	case OP_VMSPLICE:
	case OP_MOVE_PAGES:
		return arena_holds(argument[0], argument[1]);
	case OP_THP:
		return argument[1] <= 3;
	case OP_TOGETHER:
		return argument[0] <= TOGETHER && argument[1] <= UINT32_MAX;
	case OP_FORK:
	case OP_THREAD:
	case OP_KILL:
		return argument[0] < PROCESSES;
	case OP_PROCESS_MADVISE:
		return argument[0] < PROCESSES && arena_holds(argument[1], argument[2]);
	default:
		return true;
	}
}

static bool parse_operation(char *rest, struct operation *operation)
{
	uint64_t process;

	if (!read_number(&rest, 10, PROCESSES - 1, &process) || !read_kind(&rest, &operation->kind))
		return false;
	operation->process = process;
	for (unsigned int i = 0; i < kinds[operation->kind].arguments; i++)
		if (!read_number(&rest, 16, UINT64_MAX, &operation->argument[i]))
			return false;
	return !rest && is_safe(operation);
}

static bool parse_run(char *rest, struct request *request)
{
	const char *id;
	uint64_t deadline, count;

	if (strcmp(strsep(&rest, " "), "run") || !(id = strsep(&rest, " ")) || !*id || strlen(id) >= ID_SIZE)
		return false;
	if (!read_number(&rest, 10, MAX_DEADLINE_MS, &deadline) || !read_number(&rest, 10, MAX_OPERATIONS, &count) || rest)
		return false;
	strcpy(request->id, id);
	request->deadline_ms = deadline;
	request->count = count;
	return true;
}

static void make_room(struct request *request)
{
	static size_t size;
	size_t wanted = request->count * sizeof(struct operation);

	if (wanted <= size)
		return;
	wanted = (wanted + 0xffff) & ~(size_t)0xffff;
	request->operations = size ? pages_grow(request->operations, size, wanted) : pages_alloc(wanted);
	size = wanted;
}

bool request_read(struct request *request)
{
	char copy[128];
	char *line = input_line();

	if (!line || !strcmp(line, "quit"))
		return false;
	strncpy(copy, line, sizeof(copy) - 1);
	copy[sizeof(copy) - 1] = '\0';
	if (!parse_run(line, request))
		fail("not a request: %s", copy);
	make_room(request);
	for (size_t i = 0; i < request->count; i++) {
		line = input_line();
		if (!line)
			fail("run %s ends after %zu of %zu operations", request->id, i, request->count);
		strncpy(copy, line, sizeof(copy) - 1);
		if (!parse_operation(line, &request->operations[i]))
			fail("not an operation: %s", copy);
	}
	return true;
}
