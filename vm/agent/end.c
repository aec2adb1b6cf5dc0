#include "end.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "guardian.h"
#include "output.h"

static const int ending[] = { SIGTERM, SIGINT, SIGHUP, SIGPIPE };

static void on_signal(int signal)
{
	guardian_finish();
	_exit(128 + signal);
}

void end_on_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigfillset(&action.sa_mask);
	for (unsigned int i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		sigaction(ending[i], &action, NULL);
}

void end_signals_default(void)
{
	for (unsigned int i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		signal(ending[i], SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
}

void end(int status)
{
	output_flush();
	guardian_finish();
	_exit(status);
}

void fail(const char *reason, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, reason);
	vsnprintf(text, sizeof(text), reason, arguments);
	va_end(arguments);
	output_text("failed ");
	output_text(text);
	output_text("\n");
	end(1);
}
