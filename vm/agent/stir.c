#include "stir.h"

#include <sys/socket.h>
#include <unistd.h>

/* Since Linux 5.16; headers of older releases do not have it. */
#ifndef SO_RESERVE_MEM
#define SO_RESERVE_MEM 73
#endif

/* What has changed is noted for a CPU until it is this many pages (MEMCG_CHARGE_BATCH). */
enum { BATCH = 64 };

/* Only TCP's sockets are charged in all kernels (net/core/sock.c, sock_reserve_memory); it is connected to nothing. */
int stir_open(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int reserve(int socket, int size)
{
	return setsockopt(socket, SOL_SOCKET, SO_RESERVE_MEM, &size, sizeof(size));
}

/*
 * The kernel sums up the CPUs' counters for a reader only once changes by more than BATCH pages for each CPU have been noted (mm/memcontrol.c,
 * memcg_vmstats_needs_flush); 6.1 wants more notes than there are CPUs, of BATCH pages each (memcg_rstat_updated). To reserve memory for a socket is one
 * change by as many pages as one likes, and takes none.
 */
int stir(int descriptor)
{
	const long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	if (reserve(descriptor, BATCH * (cpus + 1) * sysconf(_SC_PAGESIZE)))
		return -1;
	return reserve(descriptor, 0);
}
