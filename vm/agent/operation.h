/* What one process does: the words of Engine/Kernel/Operations. */
#ifndef OPERATION_H
#define OPERATION_H

#include <stdint.h>

enum { PROCESSES = 1024, MAX_ARGUMENTS = 6, FILES = 64 };

/* Operations that may be done together. */
enum { TOGETHER = 64 };

/* Operations that are sent to a process at once. */
enum { SEQUENCE = 32 };

/* Where a file is made. */
enum { FILE_MEMFD, FILE_TMPFS, FILE_HUGETLB, FILE_KINDS };

/* The values of huge= that a tmpfs may have; the first is what it has without. */
enum { HUGE_MODES = 4 };

/* log2 of the size of a huge page is below. */
enum { HUGE_SHIFTS = 64 };

/* Those behind KINDS are the server's own: they cannot be requested. */
enum kind {
	OP_MMAP,
	OP_MUNMAP,
	OP_MREMAP,
	OP_MPROTECT,
	OP_MADVISE,
	OP_MSYNC,
	OP_MLOCK,
	OP_MUNLOCK,
	OP_MLOCKALL,
	OP_MUNLOCKALL,
	OP_UFFD_REGISTER,
	OP_UFFD_UNREGISTER,
	OP_UFFD_PROTECT,
	OP_PIN,
	OP_UNPIN,
	OP_VMSPLICE,
	OP_DRAIN,
	OP_MOVE_PAGES,
	OP_TOUCH,
	OP_SPLIT,
	OP_FORK,
	OP_FORK_EXIT,
	OP_THREAD,
	OP_EXIT,
	OP_KILL,
	OP_EXECVE,
	OP_PROCESS_MADVISE,
	OP_CREATE,
	OP_MMAPFILE,
	OP_FTRUNCATE,
	OP_FALLOCATE,
	OP_PWRITE,
	OP_PREAD,
	OP_CLOSE,
	/* From here on the server acts. */
	OP_SERVER,
	OP_THP = OP_SERVER,
	OP_KSM_SCAN,
	OP_SWAPON,
	OP_SWAPOFF,
	OP_HUGETLB,
	OP_TOGETHER,
	OP_OBSERVE,
	KINDS,
	OP_LOAD = KINDS,
	OP_ROUNDS,
	OP_SEQUENCE
};

struct operation {
	uint32_t process;
	enum kind kind;
	uint64_t argument[MAX_ARGUMENTS];
};

#endif
