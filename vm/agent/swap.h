/* The swap area that scenarios may use: a block device that somebody set aside for it by its label. */
#ifndef SWAP_H
#define SWAP_H

#include <stddef.h>
#include <stdint.h>

/* Looks for it; changes nothing. */
void swap_find(void);
/* Its size in bytes; 0 if there is none. */
uint64_t swap_size(void);
/* swapon of the first bytes of it. 0, or -1 with errno. */
int swap_turn_on(uint64_t size);
/* 0, or -1 with errno. */
int swap_turn_off(void);
/* After a run: off. */
void swap_reset(void);
/* As it was; safe in a signal handler, harmless before swap_find. */
void swap_clean(void);

#endif
