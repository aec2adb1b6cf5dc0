/* One run: a fresh process tree executes the operations of a request. */
#ifndef RUN_H
#define RUN_H

#include "request.h"

/* Once, before the first run. */
void run_prepare(void);
/* Runs it and writes the answers. */
void run(const struct request *request);

#endif
