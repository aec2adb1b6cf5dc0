#include "verdict.h"

#include <stdarg.h>
#include <stdio.h>

bool verdict_broken(struct verdict *verdict, const char *reason, ...)
{
	va_list arguments;

	verdict->end = "broken";
	va_start(arguments, reason);
	vsnprintf(verdict->reason, sizeof(verdict->reason), reason, arguments);
	va_end(arguments);
	return false;
}

bool verdict_timeout(struct verdict *verdict)
{
	verdict->end = "timeout";
	return false;
}
