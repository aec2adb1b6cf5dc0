/* Kernel samepage merging, which stands still but for the steps that want it. */
#ifndef KSM_H
#define KSM_H

#include <stdbool.h>
#include <stdint.h>

#define KSM_DIRECTORY	"/sys/kernel/mm/ksm/"
#define KSM_RUN		KSM_DIRECTORY "run"

bool ksm_known(void);
/* Full scans until nothing more can merge. 0, or -1 with errno. */
int ksm_scan(int64_t deadline);

#endif
