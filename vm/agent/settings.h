/* The kernel settings that the agent holds while it runs. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stddef.h>

/* Notes what they are. */
void settings_read(void);
/* Makes them. */
void settings_apply(void);
/* Puts them back; safe in a signal handler, harmless before settings_apply. */
void settings_restore(void);
/* For this run: what one size of THP is set to; 0, or -1 with errno (ENOENT: there is no such size). */
int settings_vary_size(size_t size, const char *mode);
/* After the run: as they were made at first. */
void settings_hold_sizes(void);
/* The hello's lines about them. */
void settings_report(void);

#endif
