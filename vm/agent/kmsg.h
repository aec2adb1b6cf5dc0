/* What the kernel logs while a program runs. */
#ifndef KMSG_H
#define KMSG_H

#include <stdbool.h>

/* Begins behind what was logged before; false if this kernel shows no log. */
bool kmsg_prepare(void);
/* Answers with every message since the last call. */
void kmsg_report(void);

#endif
