/* Requests, read from standard input. */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "operation.h"

enum { ID_SIZE = 64 };

struct request {
	char id[ID_SIZE];
	int64_t deadline_ms;
	size_t count;
	struct operation *operations;
};

/* Reads the next run into request; false at "quit" and at the end of input. Fails on anything else. */
bool request_read(struct request *request);

#endif
