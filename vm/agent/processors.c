#include "processors.h"

#include <sched.h>

#include "end.h"

static int processors[CPU_SETSIZE];
static int count;

void processors_find(void)
{
	cpu_set_t allowed;

	if (sched_getaffinity(0, sizeof(allowed), &allowed))
		fail("cannot read the CPU affinity: %m");
	for (int cpu = CPU_SETSIZE - 1; cpu >= 0; cpu--)
		if (CPU_ISSET(cpu, &allowed))
			processors[count++] = cpu;
}

int processors_count(void)
{
	return count;
}

int processors_at(unsigned int index)
{
	return processors[index % count];
}

int processors_go(int cpu)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	return sched_setaffinity(0, sizeof(one), &one);
}
