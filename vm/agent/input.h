/* The lines of standard input. */
#ifndef INPUT_H
#define INPUT_H

/* The next line without its newline, valid until the next call; NULL at the end. Flushes the output before it waits. */
char *input_line(void);

#endif
