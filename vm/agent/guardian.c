#include "guardian.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "end.h"

static void (*clean_up)(void);
/* The server holds the writing end: the pipe ends with it. */
static int lifeline = -1;
static pid_t guardian;

static void guard(int server)
{
	sigset_t all;
	char byte;
	int null;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	setsid();
	/* Whoever waits for the end of the server's streams must not wait for the guardian. */
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (dup2(null, fd) < 0)
			close(fd);
	while (read(server, &byte, 1) < 0 && errno == EINTR)
		;
	clean_up();
	_exit(0);
}

void guardian_start(void (*clean)(void))
{
	int ends[2];

	clean_up = clean;
	if (pipe2(ends, O_CLOEXEC))
		fail("cannot create a pipe: %m");
	/* No exit signal: a wait for any scenario process does not see it. */
	guardian = syscall(SYS_clone, 0, 0, 0, 0, 0);
	if (guardian < 0)
		fail("cannot start the guardian: %m");
	if (!guardian) {
		close(ends[1]);
		guard(ends[0]);
	}
	close(ends[0]);
	lifeline = ends[1];
}

void guardian_finish(void)
{
	int status = -1;
	pid_t ended;

	if (lifeline < 0)
		return;
	close(lifeline);
	lifeline = -1;
	do
		ended = waitpid(guardian, &status, __WALL);
	while (ended < 0 && errno == EINTR);
	/* Somebody killed the guardian first. */
	if (ended != guardian || status)
		clean_up();
}
