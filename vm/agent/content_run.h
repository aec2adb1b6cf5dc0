/* Runs of pages whose words are equal or ascend by one, or that gave the same signal. */
#ifndef CONTENT_RUN_H
#define CONTENT_RUN_H

#include <stdint.h>

struct content_run {
	uint64_t vpn;
	uint64_t length;
	uint64_t word;
	unsigned int stride;
	unsigned int signal;
};

/* Adds a page to the run, or writes the run out and begins a new one; signal 0: it gave the word. A run of length 0 is empty. */
void content_run_add(struct content_run *run, uint64_t vpn, uint64_t word, unsigned int signal);
/* Writes the run out. */
void content_run_end(struct content_run *run);

#endif
