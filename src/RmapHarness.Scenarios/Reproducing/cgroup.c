/* ---- A cgroup for the processes, so that memory.stat is theirs alone ---- */

static int hierarchy = -1;
static char cgroup[32];
/* The controller has to be enabled, and disabled again in the end. */
static bool enables_memory;

static int open_mounted(void)
{
	FILE *mounts = fopen("/proc/self/mounts", "re");
	char line[1024], path[512], type[32];
	int fd = -1;

	while (mounts && fd < 0 && fgets(line, sizeof(line), mounts))
		if (sscanf(line, "%*s %511s %31s", path, type) == 2 && !strcmp(type, "cgroup2"))
			fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (mounts)
		fclose(mounts);
	return fd;
}

static bool lists_memory(const char *path)
{
	char text[512], *rest = text, *word;

	if (read_at(hierarchy, path, text, sizeof(text)) < 0)
		return false;
	while ((word = strsep(&rest, " \n")))
		if (!strcmp(word, "memory"))
			return true;
	return false;
}

static bool has_cgroup(void)
{
	return *cgroup;
}

/* Before there is a guardian, which must know it. */
static void find_cgroup(void)
{
	if (!COMPARES_MEMORY)
		return;
	hierarchy = open_mounted();
	if (hierarchy < 0)
		hierarchy = mount_detached("cgroup2", NULL, NULL);
	if (hierarchy < 0 || !lists_memory("cgroup.controllers")) {
		not_compared = "cgroup v2 does not have the memory controller here";
		return;
	}
	enables_memory = !lists_memory("cgroup.subtree_control");
	snprintf(cgroup, sizeof(cgroup), "reproducer.%d", getpid());
}

static void make_cgroup(void)
{
	if (!has_cgroup())
		return;
	if (enables_memory && write_at(hierarchy, "cgroup.subtree_control", "+memory"))
		stop(KSFT_ERROR, "cannot enable the memory controller: %m");
	if (mkdirat(hierarchy, cgroup, 0755))
		stop(KSFT_ERROR, "cannot make a cgroup: %m");
}

/* A process puts itself there; 0 or -1. */
static int enter_cgroup(void)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/cgroup.procs", cgroup);
	return has_cgroup() ? write_at(hierarchy, path, "0") : 0;
}

/* The guardian's: a killed process may take its time to go. */
static void remove_cgroup(void)
{
	char path[64];

	if (!has_cgroup())
		return;
	snprintf(path, sizeof(path), "%s/cgroup.kill", cgroup);
	write_at(hierarchy, path, "1");
	for (unsigned int tries = 0; tries < 10000 && unlinkat(hierarchy, cgroup, AT_REMOVEDIR) && errno == EBUSY; tries++)
		usleep(1000);
	if (enables_memory)
		write_at(hierarchy, "cgroup.subtree_control", "-memory");
}
