/* The CPUs that scenarios may use. */
#ifndef PROCESSORS_H
#define PROCESSORS_H

/* Finds them; fails if that is impossible. */
void processors_find(void);
int processors_count(void);
/* The number of one; the first is where all is done that is not done together. */
int processors_at(unsigned int index);
/* The calling thread goes to a CPU; 0, or -1 with errno. */
int processors_go(int cpu);

#endif
