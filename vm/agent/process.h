/* The inside of a scenario process. */
#ifndef PROCESS_H
#define PROCESS_H

#include <sys/types.h>

/*
 * Becomes process 0 of the scenario: leaves all of the server behind, then does what its slot says, for ever. Signals are
 * blocked until the server's handlers are gone.
 */
_Noreturn void process_main(pid_t server);

#endif
