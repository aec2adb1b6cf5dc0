/* The result of an operation. */
#ifndef RESULT_H
#define RESULT_H

#include <errno.h>
#include <stdint.h>

/* Of a system call that returns 0 or fails. */
static inline int64_t errno_of(int status)
{
	return status ? errno : 0;
}

#endif
