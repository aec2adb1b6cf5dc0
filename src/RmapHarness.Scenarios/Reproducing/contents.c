/* ---- What pages hold ---- */

/* The VMA that holds a page: the page behind its last one, and the first letter of its permissions. False if there is none. */
static bool find_vma(pid_t pid, uint64_t vpn, uint64_t *end, char *access)
{
	char path[32], line[512];
	bool found = false;
	uint64_t start;
	FILE *maps;

	*end = 0;
	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	maps = fopen(path, "re");
	if (!maps)
		stop(KSFT_ERROR, "cannot open maps: %m");
	while (!found && fgets(line, sizeof(line), maps))
		found = sscanf(line, "%" SCNx64 "-%" SCNx64 " %c", &start, end, access) == 3 && vpn * PAGE_SIZE >= start && vpn * PAGE_SIZE < *end;
	fclose(maps);
	*end /= PAGE_SIZE;
	return found;
}

/* As a debugger does. */
static void load_by_force(pid_t pid)
{
	char path[32];
	uint64_t words[2];
	int memory, status;

	if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) || ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) || waitpid(pid, &status, __WALL) < 0)
		stop(KSFT_ERROR, "ptrace: %m");
	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	memory = open(path, O_RDONLY | O_CLOEXEC);
	if (memory < 0)
		stop(KSFT_ERROR, "cannot open mem: %m");
	for (uint64_t i = 0; i < loading->count; i++) {
		if (!loading->words[i])
			continue;
		if (pread(memory, words, sizeof(words), (loading->vpn + i) * PAGE_SIZE) == sizeof(words))
			loading->words[i] = content_of(words);
		else
			loading->signals[i] = SIGSEGV;
	}
	close(memory);
	if (ptrace(PTRACE_DETACH, pid, NULL, NULL))
		stop(KSFT_ERROR, "ptrace: %m");
	drain_batches();
}

/* Loads the wanted ones of count pages, up to the end of the first one's VMA. Returns how many pages that are. */
static uint64_t load(unsigned int process, uint64_t vpn, uint64_t count)
{
	char access = '-';
	uint64_t end;

	if (find_vma(pids[process], vpn, &end, &access) && count > end - vpn)
		count = end - vpn;
	loading->vpn = vpn;
	loading->count = count;
	memset(loading->signals, 0, count * sizeof(loading->signals[0]));
	if (access == 'r') {
		send(process, LOAD);
		answer_of_any();
	} else {
		load_by_force(pids[process]);
	}
	return count;
}

static void compare_content(unsigned int process, uint64_t vpn, int signal, uint64_t word, uint64_t i)
{
	compare_page(names[process], vpn, "signal of a load", signal, loading->signals[i]);
	if (!signal && !loading->signals[i])
		compare_page(names[process], vpn, "content", word, loading->words[i]);
}

/* Of what is present: looking shall fault nothing in. */
static void check_words(const struct process_view *view, int pagemap)
{
	static bool wanted[LOAD_PAGES];

	for (size_t i = 0; i < view->run_count; i++) {
		const struct run *run = &view->runs[i];
		uint64_t count;

		for (uint64_t done = 0; run->frame != NO_FRAME && done < run->pages; done += count) {
			count = run->pages - done < LOAD_PAGES ? run->pages - done : LOAD_PAGES;
			for (uint64_t j = 0; j < count; j++)
				loading->words[j] = wanted[j] = read_word(pagemap, run->vpn + done + j) >> 63;
			count = load(view->process, run->vpn + done, count);
			for (uint64_t j = 0; j < count; j++)
				if (wanted[j])
					compare_content(view->process, run->vpn + done + j, 0, run->word + (done + j) * run->word_stride, j);
		}
	}
	tell_pending();
}

/* Of everything that the processes have: this faults pages in, and comes after all else. */
static void check_finals(void)
{
	for (size_t i = 0; i + 1 < COUNT(finals); i++) {
		const struct final *final = &finals[i];
		uint64_t count;

		for (uint64_t done = 0; done < final->pages; done += count) {
			count = final->pages - done < LOAD_PAGES ? final->pages - done : LOAD_PAGES;
			memset(loading->words, 0xff, count * sizeof(loading->words[0]));
			count = load(final->process, final->vpn + done, count);
			for (uint64_t j = 0; j < count; j++)
				compare_content(final->process, final->vpn + done + j, final->signal,
						final->word + (done + j) * final->word_stride, j);
		}
	}
	tell_pending();
}
