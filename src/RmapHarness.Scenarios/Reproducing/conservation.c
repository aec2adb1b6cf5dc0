/* ---- The entries that name a frame against its kpagecount; this needs no expectation ---- */

static struct naming {
	uint64_t pfn, vpn, entries;
	unsigned int process;
} *namings;
static size_t naming_count, naming_room;

static void add_naming(unsigned int process, uint64_t vpn, uint64_t pfn)
{
	if (naming_count == naming_room) {
		naming_room = naming_room ? 2 * naming_room : 4096;
		namings = realloc(namings, naming_room * sizeof(*namings));
		if (!namings)
			stop(KSFT_ERROR, "realloc: %m");
	}
	namings[naming_count++] = (struct naming){ .pfn = pfn, .vpn = vpn, .process = process };
}

/* The zero page and the huge zero folio are not counted. */
static bool is_counted(uint64_t entry)
{
	return entry >> 63 && !(read_word(kpageflags, entry & PFN_BITS) >> 24 & 1);
}

static void add_namings(unsigned int process)
{
	uint64_t words[512], start, end;
	char path[32], line[512];
	int pagemap;
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/pagemap", pids[process]);
	pagemap = open(path, O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/%d/maps", pids[process]);
	maps = fopen(path, "re");
	if (pagemap < 0 || !maps)
		stop(KSFT_ERROR, "cannot open maps or pagemap: %m");
	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%" SCNx64 "-%" SCNx64, &start, &end) != 2 || start < ARENA_START || start >= ARENA_END)
			continue;
		for (uint64_t vpn = start / PAGE_SIZE, count; vpn < end / PAGE_SIZE; vpn += count) {
			count = end / PAGE_SIZE - vpn < COUNT(words) ? end / PAGE_SIZE - vpn : COUNT(words);
			if (pread(pagemap, words, count * sizeof(*words), vpn * sizeof(*words)) != (ssize_t)(count * sizeof(*words)))
				stop(KSFT_ERROR, "cannot read pagemap: %m");
			for (uint64_t i = 0; i < count; i++)
				if (is_counted(words[i]))
					add_naming(process, vpn + i, words[i] & PFN_BITS);
		}
	}
	fclose(maps);
	close(pagemap);
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_pfn(const void *left, const void *right)
{
	const struct naming *a = left, *b = right;

	return compare_numbers(a->pfn, b->pfn);
}

static int by_place(const void *left, const void *right)
{
	const struct naming *a = left, *b = right;

	return a->process != b->process ? compare_numbers(a->process, b->process) : compare_numbers(a->vpn, b->vpn);
}

/* A thread, if one of the same process came before it. */
static bool has_memory_of_another(unsigned int thread)
{
	for (unsigned int i = 0; i < thread; i++)
		if (pids[i] && groups[i] == groups[thread])
			return true;
	return false;
}

static void check_conservation(void)
{
	if (!COMPARES_CONSERVATION)
		return;
	naming_count = 0;
	for (unsigned int i = 0; i < PROCESSES; i++)
		if (pids[i] && !has_memory_of_another(i))
			add_namings(i);
	if (!naming_count)
		return;
	qsort(namings, naming_count, sizeof(*namings), by_pfn);
	for (size_t i = 0, next; i < naming_count; i = next) {
		for (next = i; next < naming_count && namings[next].pfn == namings[i].pfn; next++)
			continue;
		for (size_t j = i; j < next; j++)
			namings[j].entries = next - i;
	}
	qsort(namings, naming_count, sizeof(*namings), by_place);
	for (size_t i = 0; i < naming_count; i++)
		compare_page(names[namings[i].process], namings[i].vpn, "kpagecount against the entries that name the frame", namings[i].entries,
			     read_word(kpagecount, namings[i].pfn));
	tell_pending();
}
