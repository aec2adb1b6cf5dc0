#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define THP		"/sys/kernel/mm/transparent_hugepage/"

enum { KSFT_PASS = 0, KSFT_FAIL = 1, KSFT_ERROR = 2, KSFT_SKIP = 4 };

/* The descriptor of what all share. */
#define SHARED		400
#define LOAD_PAGES	4096

static pid_t controller;
/* Shared with every process, and with the program that one executes. */
static struct {
	/* Of each process and thread that lives: its number, and that of its process. */
	volatile pid_t pids[PROCESSES], groups[PROCESSES];
	/* What the controller sends to each, and what they all answer with. */
	int commands[PROCESSES][2], answers[2];
	/* Pages to be loaded; words: which are wanted, then what they hold. */
	struct loading {
		uint64_t vpn, count;
		uint64_t words[LOAD_PAGES];
		int signals[LOAD_PAGES];
	} loading;
} *shared;
static struct loading *loading;
static volatile pid_t *pids, *groups;
static int kpagecount, kpageflags;
static unsigned int failures;
/* Something that is meant to be compared and cannot be. */
static const char *not_compared;

/* Ends the whole program: nothing was learnt. */
static void stop(int status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	printf("# ");
	vprintf(format, arguments);
	printf("\n");
	va_end(arguments);
	exit(status);
}

static ssize_t read_at(int directory, const char *path, char *text, size_t size)
{
	int fd = openat(directory, path, O_RDONLY | O_CLOEXEC);
	size_t length = 0;
	ssize_t more;

	if (fd < 0)
		return -1;
	/* Files of /proc come in pieces. */
	while ((more = read(fd, text + length, size - 1 - length)) > 0)
		length += more;
	close(fd);
	text[length] = '\0';
	return more < 0 ? -1 : (ssize_t)length;
}

static ssize_t read_file(const char *path, char *text, size_t size)
{
	return read_at(AT_FDCWD, path, text, size);
}

static int write_at(int directory, const char *path, const char *text)
{
	int fd = openat(directory, path, O_WRONLY | O_CLOEXEC);
	ssize_t written;

	if (fd < 0)
		return -1;
	written = write(fd, text, strlen(text));
	close(fd);
	return written < 0 ? -1 : 0;
}

static int write_file(const char *path, const char *text)
{
	return write_at(AT_FDCWD, path, text);
}

/* A mount that is nowhere in the tree: it ends with its descriptor. */
static int mount_detached(const char *type, const char *key, const char *value)
{
	int context = syscall(SYS_fsopen, type, 1 /* FSOPEN_CLOEXEC */);
	int mount = -1;

	if (context < 0)
		return -1;
	if ((!key || !syscall(SYS_fsconfig, context, 1 /* FSCONFIG_SET_STRING */, key, value, 0)) &&
	    !syscall(SYS_fsconfig, context, 6 /* FSCONFIG_CMD_CREATE */, NULL, NULL, 0))
		mount = syscall(SYS_fsmount, context, 1 /* FSMOUNT_CLOEXEC */, 0);
	close(context);
	return mount;
}
