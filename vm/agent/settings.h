/* The kernel settings that the agent holds while it runs. */
#ifndef SETTINGS_H
#define SETTINGS_H

/* Notes what they are. */
void settings_read(void);
/* Makes them. */
void settings_apply(void);
/* Puts them back; safe in a signal handler, harmless before settings_apply. */
void settings_restore(void);
/* The hello's lines about them. */
void settings_report(void);

#endif
