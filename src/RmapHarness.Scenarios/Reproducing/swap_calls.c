/* ---- The swap area, which the controller turns on and off ---- */

#define USES_SWAP

static __attribute__((unused)) long swap_on(uint64_t size);
static __attribute__((unused)) long swap_off(void);
