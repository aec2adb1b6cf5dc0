#include "proc.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "files.h"
#include "pages.h"

/* Processes whose files stay open: few runs have more, and descriptors are not for nothing. */
enum { HOLDERS = 32 };

static const char *const names[PROC_FILES] = {
	[PROC_MAPS] = "maps",	  [PROC_NUMA_MAPS] = "numa_maps", [PROC_PAGEMAP] = "pagemap", [PROC_ROLLUP] = "smaps_rollup",
	[PROC_SMAPS] = "smaps", [PROC_STAT] = "stat",		  [PROC_STATUS] = "status",
};

/* Of a free one pid is 0; a file that is not open is 0: the server's standard input is. */
static struct holder {
	pid_t pid;
	int files[PROC_FILES];
} *holders;

/* What is written between two looks at a process must not be memory that it shares. */
void proc_prepare(void)
{
	holders = pages_alloc(HOLDERS * sizeof(*holders));
}

static struct holder *find(pid_t pid)
{
	for (unsigned int i = 0; i < HOLDERS; i++)
		if (holders[i].pid == pid)
			return &holders[i];
	return NULL;
}

int proc_open(pid_t pid, enum proc_file file)
{
	struct holder *holder = find(pid);
	char path[32];
	int fd;

	if (!holder && (holder = find(0)))
		holder->pid = pid;
	if (holder && holder->files[file])
		return lseek(holder->files[file], 0, SEEK_SET) ? -1 : holder->files[file];
	snprintf(path, sizeof(path), "/proc/%d/%s", pid, names[file]);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (holder && fd > 0)
		holder->files[file] = fd;
	return fd;
}

void proc_close(pid_t pid, enum proc_file file, int fd)
{
	struct holder *holder = find(pid);

	if (!holder || holder->files[file] != fd)
		file_close(fd);
}

ssize_t proc_read(pid_t pid, enum proc_file file, char *text, size_t size)
{
	int fd = proc_open(pid, file);
	ssize_t length;

	if (fd < 0)
		return -1;
	length = read(fd, text, size - 1);
	proc_close(pid, file, fd);
	if (length >= 0)
		text[length] = '\0';
	return length;
}

void proc_forget(pid_t pid)
{
	struct holder *holder = find(pid);

	if (!holder)
		return;
	for (unsigned int i = 0; i < PROC_FILES; i++)
		if (holder->files[i])
			close(holder->files[i]);
	*holder = (struct holder){ 0 };
}
