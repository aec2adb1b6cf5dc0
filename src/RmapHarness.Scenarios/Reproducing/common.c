#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define THP		"/sys/kernel/mm/transparent_hugepage/"

enum { KSFT_PASS = 0, KSFT_FAIL = 1, KSFT_ERROR = 2, KSFT_SKIP = 4 };

static pid_t controller;
static pid_t pids[PROCESSES];
/* What the controller sends to each process, and what they all answer with. */
static int commands[PROCESSES][2], answers[2];
static int kpagecount, kpageflags;
static unsigned int failures;

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

static ssize_t read_file(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (fd < 0)
		return -1;
	length = read(fd, text, size - 1);
	close(fd);
	if (length >= 0)
		text[length] = '\0';
	return length;
}

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t written;

	if (fd < 0)
		return -1;
	written = write(fd, text, strlen(text));
	close(fd);
	return written < 0 ? -1 : 0;
}
