#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

void file_close(int fd)
{
	int saved = errno;

	close(fd);
	errno = saved;
}

ssize_t file_read(int directory, const char *path, char *text, size_t size)
{
	int fd = openat(directory, path, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (fd < 0)
		return -1;
	length = read(fd, text, size - 1);
	file_close(fd);
	if (length >= 0)
		text[length] = '\0';
	return length;
}

int file_write(int directory, const char *path, const char *text)
{
	int fd = openat(directory, path, O_WRONLY | O_CLOEXEC);
	ssize_t written;

	if (fd < 0)
		return -1;
	written = write(fd, text, strlen(text));
	file_close(fd);
	return written < 0 ? -1 : 0;
}

bool file_exists(const char *path)
{
	return !access(path, F_OK);
}
