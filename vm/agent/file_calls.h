/* The scenario's own files, which processes inherit; no path leads to them, so that they end with the processes. */
#ifndef FILE_CALLS_H
#define FILE_CALLS_H

#include <stdint.h>

#include "operation.h"

/* Does an operation on a file in the calling process: 0 or an errno. */
int64_t file_call(const struct operation *operation, uint64_t step);

#endif
