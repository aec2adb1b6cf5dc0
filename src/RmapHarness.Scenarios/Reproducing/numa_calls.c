/* ---- Pages on NUMA nodes ---- */

/* MPOL_MF_MOVE is 2. Moves the pages of a range that nobody else maps; 0, an errno, or EACCES if one of them is on another node afterwards. */
static long move_range(uint64_t address, uint64_t length, int node)
{
	long result = 0;

	for (uint64_t end = address + length; address < end; address += PAGE_SIZE) {
		void *page = at(address);
		int status;

		if (syscall(SYS_move_pages, 0, 1UL, &page, &node, &status, 2) < 0)
			return errno;
		if (syscall(SYS_move_pages, 0, 1UL, &page, NULL, &status, 0))
			return errno;
		if (status >= 0 && status != node)
			result = EACCES;
	}
	return result;
}
