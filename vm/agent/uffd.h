/* userfaultfd write protection. Whoever stores to protected memory gets SIGBUS, or, asynchronously, ends the protection. */
#ifndef UFFD_H
#define UFFD_H

#include <stdbool.h>
#include <stdint.h>

/* Whether the kernel has it. */
bool uffd_has_protection(bool async);
/* A range is watched from now on, or no more. 0 or an errno. The process's first call decides for all which kind of protection it is. */
int64_t uffd_register(uint64_t address, uint64_t length, bool async);
int64_t uffd_unregister(uint64_t address, uint64_t length);
/* Protects pages, or gives them free again. 0 or an errno. */
int64_t uffd_protect(uint64_t address, uint64_t length, bool protect);
/* A child of fork has nothing watched, and needs a descriptor of its own. */
void uffd_forget(void);

#endif
