/* Time for deadlines: microseconds of CLOCK_MONOTONIC. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <time.h>

/* No deadline. */
#define NEVER	INT64_MAX

static inline int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static inline struct timespec timespec_us(int64_t us)
{
	return (struct timespec){ .tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000 };
}

static inline void sleep_us(int64_t us)
{
	struct timespec time = timespec_us(us);

	nanosleep(&time, NULL);
}

#endif
