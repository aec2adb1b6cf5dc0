/*
 * A child that outlives a killed server: once the server is gone, or asks for it, the guardian kills what is left of the
 * scenario and puts the settings back.
 */
#ifndef GUARDIAN_H
#define GUARDIAN_H

/* Starts it. clean must be safe in a signal handler, and harmless before the things that it undoes were done. */
void guardian_start(void (*clean)(void));
/* Has everything cleaned up and returns when it is; safe in a signal handler. */
void guardian_finish(void);

#endif
