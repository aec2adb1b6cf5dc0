/* The inside of a scenario process. */
#ifndef PROCESS_H
#define PROCESS_H

#include <sys/types.h>

/*
 * Becomes process 0 of the scenario: leaves all of the server behind, then does what its slot says, for ever. Signals are
 * blocked until the server's handlers are gone.
 */
_Noreturn void process_main(pid_t server);

/* The first argument of an agent that a process of a scenario has executed; the others are for process_resume. */
#define PROCESS_RESUME	"resume"

/* Goes on as a process of the scenario in a new program: the index of its slot, the server's pid, and its descriptor of what is shared. */
_Noreturn void process_resume(const char *index, const char *server, const char *descriptor);

#endif
