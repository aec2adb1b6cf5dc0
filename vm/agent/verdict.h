/* How a run ended. */
#ifndef VERDICT_H
#define VERDICT_H

#include <stdbool.h>

struct verdict {
	const char *end;
	char reason[256];
};

#define VERDICT_COMPLETED ((struct verdict){ .end = "completed" })

/* Both return false, for the caller to return. broken knows %m. */
bool verdict_broken(struct verdict *verdict, const char *reason, ...) __attribute__((format(printf, 2, 3)));
bool verdict_timeout(struct verdict *verdict);

#endif
