/* Small files of /proc, /sys and cgroups, safe in a signal handler. */
#ifndef FILES_H
#define FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Reads at most size - 1 bytes and ends them with a NUL; the length, or -1 with errno. */
ssize_t file_read(int directory, const char *path, char *text, size_t size);
/* Writes the text in one go; 0, or -1 with errno. */
int file_write(int directory, const char *path, const char *text);
bool file_exists(const char *path);
/* Keeps errno. */
void file_close(int fd);

#endif
