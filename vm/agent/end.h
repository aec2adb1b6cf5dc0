/* The agent's end: whatever the way, the guardian has cleaned up when the agent is gone. */
#ifndef END_H
#define END_H

/* Lets the ending signals clean up before they end the agent. */
void end_on_signals(void);
/* Gives these signals and SIGCHLD their usual effect again, in a scenario process. */
void end_signals_default(void);
/* Sends what is buffered, cleans up, exits. */
_Noreturn void end(int status);
/* Says "failed REASON", then ends with status 1. Knows %m. */
_Noreturn void fail(const char *reason, ...) __attribute__((format(printf, 1, 2)));

#endif
