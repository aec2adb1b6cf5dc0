#include "cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <mntent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "clock.h"
#include "end.h"
#include "files.h"
#include "output.h"

#define CONTROL		"cgroup.subtree_control"
#define RUN		"run"
/* A killed process may take its time to free what it has mapped. */
#define PATIENCE_US	10000000

static int hierarchy = -1;
static char name[32];
static char run_path[48];
/* Of the cgroup for runs, or -1. */
static int run_directory = -1;
static char kill_path[64];
static char run_kill_path[64];
static bool has_memory;
static bool enables_memory;

/* Mounting it again would reset the options of a mount that is there, so look for one first. */
static int open_mounted(void)
{
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	struct mntent *entry;
	int fd = -1;

	if (!mounts)
		return -1;
	while (fd < 0 && (entry = getmntent(mounts)))
		if (!strcmp(entry->mnt_type, "cgroup2"))
			fd = open(entry->mnt_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	endmntent(mounts);
	return fd;
}

/* A mount that is nowhere in the tree: it ends with its descriptor. */
static int mount_detached(void)
{
	enum { FSCONFIG_CREATE = 6, CLOEXEC = 1 };
	int context = syscall(SYS_fsopen, "cgroup2", CLOEXEC);
	int fd = -1;

	if (context < 0)
		return -1;
	if (!syscall(SYS_fsconfig, context, FSCONFIG_CREATE, NULL, NULL, 0))
		fd = syscall(SYS_fsmount, context, CLOEXEC, 0);
	close(context);
	return fd;
}

static bool lists_memory(const char *path)
{
	char text[512];
	char *rest = text;
	char *word;

	if (file_read(hierarchy, path, text, sizeof(text)) < 0)
		return false;
	while ((word = strsep(&rest, " \n")))
		if (!strcmp(word, "memory"))
			return true;
	return false;
}

void cgroup_find(void)
{
	hierarchy = open_mounted();
	if (hierarchy < 0)
		hierarchy = mount_detached();
	if (hierarchy < 0)
		fail("no cgroup v2: %m");
	has_memory = lists_memory("cgroup.controllers");
	enables_memory = has_memory && !lists_memory(CONTROL);
	snprintf(name, sizeof(name), "rmapharness.%d", getpid());
	snprintf(run_path, sizeof(run_path), "%s/" RUN, name);
	snprintf(kill_path, sizeof(kill_path), "%s/cgroup.kill", name);
	snprintf(run_kill_path, sizeof(run_kill_path), "%s/cgroup.kill", run_path);
}

void cgroup_prepare(void)
{
	char control[64];

	if (enables_memory && file_write(hierarchy, CONTROL, "+memory"))
		fail("cannot enable the memory controller: %m");
	if (mkdirat(hierarchy, name, 0755))
		fail("cannot create cgroup %s: %m", name);
	snprintf(control, sizeof(control), "%s/" CONTROL, name);
	if (has_memory && file_write(hierarchy, control, "+memory"))
		fail("cannot enable the memory controller in %s: %m", name);
}

int cgroup_create(void)
{
	if (run_directory >= 0)
		return run_directory;
	if (mkdirat(hierarchy, run_path, 0755))
		return -1;
	run_directory = openat(hierarchy, run_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (run_directory < 0)
		unlinkat(hierarchy, run_path, AT_REMOVEDIR);
	return run_directory;
}

bool cgroup_has_memory(void)
{
	return has_memory;
}

ssize_t cgroup_read_stat(char *text, size_t size)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/memory.stat", run_path);
	return file_read(hierarchy, path, text, size);
}

int cgroup_inode(uint64_t *inode)
{
	struct stat status;

	if (fstatat(hierarchy, run_path, &status, 0))
		return -1;
	*inode = status.st_ino;
	return 0;
}

int cgroup_kill(void)
{
	return file_write(hierarchy, run_kill_path, "1");
}

/* Exits are not instantaneous: a cgroup counts its processes a little longer than wait does. */
static int remove_empty(const char *path)
{
	int64_t deadline = now_us() + PATIENCE_US;

	while (unlinkat(hierarchy, path, AT_REMOVEDIR)) {
		if (errno == ENOENT)
			return 0;
		if (errno != EBUSY || now_us() > deadline)
			return -1;
		sleep_us(200);
	}
	return 0;
}

int cgroup_remove(void)
{
	if (run_directory >= 0)
		close(run_directory);
	run_directory = -1;
	return remove_empty(run_path);
}

void cgroup_clean(void)
{
	file_write(hierarchy, kill_path, "1");
	remove_empty(run_path);
	remove_empty(name);
	if (enables_memory)
		file_write(hierarchy, CONTROL, "-memory");
}

void cgroup_report(void)
{
	if (!has_memory)
		output_text("absent cgroup2:memory\n");
	else if (enables_memory)
		output_text("setting cgroup2:" CONTROL " - +memory\n");
}
