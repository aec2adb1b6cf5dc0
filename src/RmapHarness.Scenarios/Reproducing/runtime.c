#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define THP		"/sys/kernel/mm/transparent_hugepage/"

enum { KSFT_PASS = 0, KSFT_FAIL = 1, KSFT_ERROR = 2, KSFT_SKIP = 4 };

static pid_t controller;
static pid_t pids[PROCESSES];
/* What the controller sends to each process, and what they all answer with. */
static int commands[PROCESSES][2], answers[2];
static int kpagecount, kpageflags;
static unsigned int failures;

/* Ends the whole program: nothing was learnt. */
static void stop(int status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	printf("# ");
	vprintf(format, arguments);
	printf("\n");
	va_end(arguments);
	exit(status);
}

static ssize_t read_file(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (fd < 0)
		return -1;
	length = read(fd, text, size - 1);
	close(fd);
	if (length >= 0)
		text[length] = '\0';
	return length;
}

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t written;

	if (fd < 0)
		return -1;
	written = write(fd, text, strlen(text));
	close(fd);
	return written < 0 ? -1 : 0;
}

/* ---- Settings under which the kernel does nothing on its own ---- */

static struct {
	const char *path, *value;
	char old[64];
	bool changed;
} settings[] = {
	{ .path = THP "khugepaged/defrag", .value = "0" },
	{ .path = THP "enabled", .value = "madvise" },
	{ .path = THP "defrag", .value = "madvise" },
	{ .path = THP "shmem_enabled", .value = "never" },
	{ .path = THP "use_zero_page", .value = "1" },
	{ .path = THP "shrink_underused", .value = "0" },
	{ .path = "/sys/kernel/mm/ksm/run", .value = "0" },
	{ .path = "/proc/sys/kernel/numa_balancing", .value = "0" },
	{ .path = "/proc/sys/vm/compaction_proactiveness", .value = "0" },
	{ .path = "/proc/sys/vm/watermark_boost_factor", .value = "0" },
};

static void restore_settings(void)
{
	if (getpid() != controller)
		return;
	for (size_t i = COUNT(settings); i-- > 0;)
		if (settings[i].changed)
			write_file(settings[i].path, settings[i].old);
}

static void on_end(int number)
{
	restore_settings();
	_exit(128 + number);
}

static void make_settings(void)
{
	char text[256];

	atexit(restore_settings);
	for (size_t i = 0; i < COUNT(settings); i++) {
		const char *begin;

		if (read_file(settings[i].path, text, sizeof(text)) < 0)
			continue;
		begin = strchr(text, '[');
		begin = begin ? begin + 1 : text;
		snprintf(settings[i].old, sizeof(settings[i].old), "%.*s", (int)strcspn(begin, "] \n"), begin);
		if (!strcmp(settings[i].old, settings[i].value))
			continue;
		if (write_file(settings[i].path, settings[i].value))
			stop(KSFT_ERROR, "cannot set %s: %m", settings[i].path);
		settings[i].changed = true;
	}
}

/* ---- What processes do ---- */

static sigjmp_buf touch_end;
static volatile sig_atomic_t touching;
static uint64_t token;

static void on_fault(int fault)
{
	if (touching)
		siglongjmp(touch_end, fault);
	signal(fault, SIG_DFL);
}

/* Not inlined: what a jump out of it may leave behind must not be the caller's. */
static __attribute__((noinline)) void access_words(uint64_t address, uint64_t end, uint64_t stride, bool write)
{
	for (; address < end; address += stride) {
		volatile uint64_t *word = at(address);

		if (write)
			*word = token;
		else
			(void)*word;
	}
}

static long touch(uint64_t address, uint64_t length, uint64_t stride, bool write)
{
	int fault = sigsetjmp(touch_end, 1);

	if (!fault) {
		touching = 1;
		access_words(address, address + length, stride, write);
	}
	touching = 0;
	return -fault;
}

static long map(uint64_t address, uint64_t length, int protection, int flags)
{
	void *mapped = mmap(at(address), length, protection, flags, -1, 0);

	if (mapped == MAP_FAILED)
		return errno;
	return mapped == at(address) ? 0 : EEXIST;
}

static long remap(uint64_t address, uint64_t length, uint64_t new_length, int flags, uint64_t target)
{
	return mremap(at(address), length, new_length, flags, at(target)) == MAP_FAILED ? errno : 0;
}

static void serve(unsigned int self)
{
	int step;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (read(commands[self][0], &step, sizeof(step)) == sizeof(step)) {
		long answer;

		token = step + 1;
		if (steps[step].exits)
			_exit(0);
		if (steps[step].child) {
			/* The controller is every process's parent, so that it can wait for all. */
			answer = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
			if (!answer) {
				self = steps[step].child;
				prctl(PR_SET_PDEATHSIG, SIGKILL);
				continue;
			}
			if (answer < 0)
				answer = -errno;
		} else {
			answer = do_step(step);
		}
		if (write(answers[1], &answer, sizeof(answer)) != sizeof(answer))
			_exit(1);
	}
	_exit(1);
}

static void start(void)
{
	static char stack[64 * 1024];
	stack_t fault_stack = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction action = { .sa_handler = on_fault, .sa_flags = SA_ONSTACK };

	if (pipe(answers))
		stop(KSFT_ERROR, "pipe: %m");
	for (unsigned int i = 0; i < PROCESSES; i++)
		if (pipe(commands[i]))
			stop(KSFT_ERROR, "pipe: %m");
	fflush(stdout);
	pids[0] = fork();
	if (pids[0] < 0)
		stop(KSFT_ERROR, "fork: %m");
	if (pids[0])
		return;
	if (sigaltstack(&fault_stack, NULL) || sigaction(SIGSEGV, &action, NULL) || sigaction(SIGBUS, &action, NULL))
		_exit(1);
	serve(0);
}

static long run_step(int index)
{
	const struct step *step = &steps[index];
	long answer;
	int status;

	if (!pids[step->process])
		stop(KSFT_ERROR, "process %u does not live", step->process);
	if (write(commands[step->process][1], &index, sizeof(index)) != sizeof(index))
		stop(KSFT_ERROR, "write: %m");
	if (step->exits) {
		if (waitpid(pids[step->process], &status, 0) < 0 || status)
			stop(KSFT_ERROR, "%s died, status %#x", names[step->process], status);
		pids[step->process] = 0;
		return 0;
	}
	if (read(answers[0], &answer, sizeof(answer)) != sizeof(answer))
		stop(KSFT_ERROR, "read: %m");
	if (!step->child)
		return answer;
	if (answer < 0)
		return -answer;
	pids[step->child] = answer;
	return 0;
}

/* ---- What is looked at ---- */

static void differs(const char *process, const char *format, ...)
{
	va_list arguments;

	failures++;
	printf("# %s ", process);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
}

/* Pages whose flags wait in per-CPU batches get them now; collapsing a THP again does nothing but that. */
static void drain_batches(void)
{
	static char *thp;

	if (!thp) {
		char *area = mmap(NULL, 2 * PMD_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

		if (area == MAP_FAILED)
			stop(KSFT_ERROR, "mmap: %m");
		thp = (char *)(((uintptr_t)area + PMD_SIZE - 1) & -PMD_SIZE);
		madvise(thp, PMD_SIZE, MADV_HUGEPAGE);
		*(volatile char *)thp = 1;
	}
	/* MADV_COLLAPSE */
	if (madvise(thp, PMD_SIZE, 25))
		stop(KSFT_ERROR, "MADV_COLLAPSE: %m");
}

/* A process that has answered may still be on its way to sleep. */
static void await_sleep(pid_t pid)
{
	char path[32], text[256];
	const char *state;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	for (unsigned int tries = 0; tries < 10000000; tries++) {
		if (read_file(path, text, sizeof(text)) <= 0)
			break;
		state = strrchr(text, ')');
		if (state && !strncmp(state, ") S", 3))
			return;
		sched_yield();
	}
	stop(KSFT_ERROR, "process %d does not come to rest", pid);
}

static uint64_t read_word(int fd, uint64_t index)
{
	uint64_t word;

	if (pread(fd, &word, sizeof(word), index * sizeof(word)) != sizeof(word))
		stop(KSFT_ERROR, "cannot read /proc: %m");
	return word;
}

/* The PFN that each expected frame turned out to be, the other way round, and the step that shows a frame last. */
static struct pair { uint64_t key, value; } pfns[FRAME_SLOTS], frames[FRAME_SLOTS], last_steps[FRAME_SLOTS];

static struct pair *slot_of(struct pair *table, uint64_t key)
{
	size_t i = (key * 0x9e3779b97f4a7c15UL) % FRAME_SLOTS;

	while (table[i].key && table[i].key != key + 1)
		i = (i + 1) % FRAME_SLOTS;
	return &table[i];
}

static void set(struct pair *table, uint64_t key, uint64_t value)
{
	*slot_of(table, key) = (struct pair){ key + 1, value };
}

static void learn_last_steps(void)
{
	for (size_t step = 0; step < COUNT(steps); step++) {
		for (size_t i = 0; i < steps[step].view_count; i++) {
			const struct process_view *view = &steps[step].views[i];

			for (size_t j = 0; j < view->run_count; j++)
				for (uint64_t k = 0; view->runs[j].frame != NO_FRAME && k < view->runs[j].pages; k++)
					set(last_steps, view->runs[j].frame + k * view->runs[j].stride, step);
		}
	}
}

/* A frame keeps its PFN. Once a frame is shown no more, the kernel may have freed its PFN and given it to another one. */
static bool is_same_frame(uint64_t frame, uint64_t pfn, size_t step)
{
	const struct pair *there = slot_of(pfns, frame), *owner = slot_of(frames, pfn);
	bool moved = there->key && there->value != pfn;
	bool taken = owner->key && owner->value != frame && slot_of(pfns, owner->value)->value == pfn &&
		     slot_of(last_steps, owner->value)->value >= step;

	set(pfns, frame, pfn);
	set(frames, pfn, frame);
	return !moved && !taken;
}

/* A page of a large folio lies behind the page before it. */
static bool follows(uint64_t frame, uint64_t pfn)
{
	const struct pair *before = slot_of(pfns, frame - 1);

	return !before->key || before->value == pfn - 1;
}

/* Neighbouring pages that differ in the same way are told in one line. */
static struct {
	const char *process, *what;
	uint64_t vpn, pages, expected, observed;
} pending;

static void tell_pending(void)
{
	if (pending.pages)
		differs(pending.process, "%#" PRIx64 "+%" PRIu64 " pages %s: expected %" PRIu64 ", observed %" PRIu64,
			pending.vpn * PAGE_SIZE, pending.pages, pending.what, pending.expected, pending.observed);
	pending.pages = 0;
}

static void compare_page(const char *process, uint64_t vpn, const char *what, uint64_t expected, uint64_t observed)
{
	if (expected == observed)
		return;
	if (pending.pages && vpn == pending.vpn + pending.pages && what == pending.what && expected == pending.expected &&
	    observed == pending.observed) {
		pending.pages++;
		return;
	}
	tell_pending();
	pending.process = process;
	pending.what = what;
	pending.vpn = vpn;
	pending.pages = 1;
	pending.expected = expected;
	pending.observed = observed;
}

static void check_pages(const struct process_view *view, int pagemap, size_t step)
{
	const char *process = names[view->process];

	for (size_t what = 0; what < 3 + COUNT(pagemap_bits) + COUNT(kpageflags_bits); what++) {
		for (size_t i = 0; i < view->run_count; i++) {
			const struct run *run = &view->runs[i];

			for (uint64_t j = 0; j < run->pages; j++) {
				uint64_t vpn = run->vpn + j, entry = read_word(pagemap, vpn);
				uint64_t pfn = entry & ((1UL << 55) - 1), frame = run->frame + j * run->stride;
				bool named = run->frame != NO_FRAME, present = entry >> 63;
				size_t bit;

				if (what >= 3 && what < 3 + COUNT(pagemap_bits)) {
					bit = pagemap_bits[what - 3].number;
					compare_page(process, vpn, pagemap_bits[what - 3].name, run->bits >> bit & 1, entry >> bit & 1);
				}
				if (!named || !present)
					continue;
				if (what == 0)
					compare_page(process, vpn, "kpagecount", run->count, read_word(kpagecount, pfn));
				if (what == 1)
					compare_page(process, vpn, "same frame as before", 1, is_same_frame(frame, pfn, step));
				if (what == 2 && run->flags >> 16 & 1)
					compare_page(process, vpn, "frame after that of the page before", 1, follows(frame, pfn));
				if (what >= 3 + COUNT(pagemap_bits)) {
					const struct bit *flag = &kpageflags_bits[what - 3 - COUNT(pagemap_bits)];
					uint64_t flags = read_word(kpageflags, pfn);
					uint64_t taken = (flags & run->either) == run->either ? run->either : 0;

					compare_page(process, vpn, flag->name, (run->flags | taken) >> flag->number & 1,
						     flags >> flag->number & 1);
				}
			}
		}
		tell_pending();
	}
}

static bool has_word(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (const char *p = words; (p = strstr(p, word)); p++)
		if ((p == words || p[-1] == ' ') && (!p[length] || p[length] == ' '))
			return true;
	return false;
}

static void check_flags(const char *process, const struct vma *vma, const char *expected, const char *observed, bool set)
{
	char words[256], *rest = words, *word;

	snprintf(words, sizeof(words), "%s", set ? expected : observed);
	while ((word = strsep(&rest, " ")))
		if (*word && !has_word(set ? observed : expected, word))
			differs(process, "%#" PRIx64 "-%#" PRIx64 " VmFlags %s: expected %s, observed %s", vma->start, vma->end, word,
				set ? "set" : "absent", set ? "absent" : "set");
}

/* One line of smaps: a field, VmFlags, or something that is not compared. */
static void check_line(const char *process, const struct vma *vma, char *line, bool *seen)
{
	char *value = strchr(line, ':');

	if (!vma || !value)
		return;
	*value++ = '\0';
	value += strspn(value, " \t");
	if (!strcmp(line, "VmFlags")) {
		check_flags(process, vma, vma->flags, value, true);
		check_flags(process, vma, vma->flags, value, false);
		return;
	}
	for (size_t i = 0; i < vma->field_count; i++) {
		if (strcmp(line, vma->fields[i].name))
			continue;
		seen[i] = true;
		if (strtol(value, NULL, 10) != vma->fields[i].value)
			differs(process, "%#" PRIx64 "-%#" PRIx64 " smaps %s: expected %ld, observed %ld", vma->start, vma->end, line,
				vma->fields[i].value, strtol(value, NULL, 10));
	}
}

static void check_all_seen(const char *process, const struct vma *vma, const bool *seen)
{
	for (size_t i = 0; vma && i < vma->field_count; i++)
		if (!seen[i])
			differs(process, "%#" PRIx64 "-%#" PRIx64 " smaps %s: expected %ld, observed none", vma->start, vma->end,
				vma->fields[i].name, vma->fields[i].value);
}

static const struct vma *check_vma(const struct process_view *view, const char *header, bool *found)
{
	const char *process = names[view->process];
	uint64_t start, end;
	char permissions[5];

	if (sscanf(header, "%" SCNx64 "-%" SCNx64 " %4s", &start, &end, permissions) != 3)
		return NULL;
	if (start < ARENA_START || start >= ARENA_END)
		return NULL;
	for (size_t i = 0; i < view->vma_count; i++) {
		const struct vma *vma = &view->vmas[i];

		if (vma->start != start)
			continue;
		found[i] = true;
		if (vma->end != end)
			differs(process, "%#" PRIx64 " end: expected %#" PRIx64 ", observed %#" PRIx64, start, vma->end, end);
		if (strcmp(vma->permissions, permissions))
			differs(process, "%#" PRIx64 " permissions: expected %s, observed %s", start, vma->permissions, permissions);
		return vma;
	}
	differs(process, "%#" PRIx64 "-%#" PRIx64 " vma: expected none, observed mapped", start, end);
	return NULL;
}

static bool is_header(const char *line)
{
	return (*line >= '0' && *line <= '9') || (*line >= 'a' && *line <= 'f');
}

static void check_smaps(const struct process_view *view, FILE *smaps)
{
	const char *process = names[view->process];
	bool *found = calloc(view->vma_count + 1, sizeof(*found));
	const struct vma *vma = NULL;
	bool seen[MOST_FIELDS] = { false };
	char line[512];

	while (fgets(line, sizeof(line), smaps)) {
		line[strcspn(line, "\n")] = '\0';
		if (!is_header(line)) {
			check_line(process, vma, line, seen);
			continue;
		}
		check_all_seen(process, vma, seen);
		memset(seen, 0, sizeof(seen));
		vma = check_vma(view, line, found);
	}
	check_all_seen(process, vma, seen);
	for (size_t i = 0; i < view->vma_count; i++)
		if (!found[i])
			differs(process, "%#" PRIx64 "-%#" PRIx64 " vma: expected mapped, observed none", view->vmas[i].start,
				view->vmas[i].end);
	free(found);
}

static void check_process(const struct process_view *view, size_t step)
{
	char path[32];
	FILE *smaps;
	int pagemap;

	snprintf(path, sizeof(path), "/proc/%d/smaps", pids[view->process]);
	smaps = fopen(path, "re");
	snprintf(path, sizeof(path), "/proc/%d/pagemap", pids[view->process]);
	pagemap = open(path, O_RDONLY | O_CLOEXEC);
	if (!smaps || pagemap < 0)
		stop(KSFT_ERROR, "cannot open smaps or pagemap of %s: %m", names[view->process]);
	check_smaps(view, smaps);
	check_pages(view, pagemap, step);
	fclose(smaps);
	close(pagemap);
}

static long thp_fallbacks(void)
{
	static char text[65536];
	const char *line;

	if (read_file("/proc/vmstat", text, sizeof(text)) < 0)
		stop(KSFT_ERROR, "cannot read /proc/vmstat: %m");
	line = strstr(text, "thp_fault_fallback ");
	return line ? strtol(line + strlen("thp_fault_fallback "), NULL, 10) : 0;
}

static void check_step(size_t index)
{
	const struct step *step = &steps[index];
	long outcome;

	if (!step->view_count) {
		outcome = run_step(index);
		if (step->drains)
			drain_batches();
		if (outcome != step->outcome)
			differs(names[step->process], "result: expected %ld, observed %ld", step->outcome, outcome);
		return;
	}
	for (unsigned int i = 0; i < PROCESSES; i++)
		if (pids[i])
			await_sleep(pids[i]);
	drain_batches();
	for (size_t i = 0; i < step->view_count; i++)
		check_process(&step->views[i], index);
}

static void prepare(void)
{
	if (geteuid())
		stop(KSFT_SKIP, "SKIP: only root sees page frame numbers");
	if (sysconf(_SC_PAGESIZE) != PAGE_SIZE)
		stop(KSFT_SKIP, "SKIP: for %d byte pages only", PAGE_SIZE);
	if (access(THP "enabled", F_OK))
		stop(KSFT_SKIP, "SKIP: the kernel has no THP");
	kpagecount = open("/proc/kpagecount", O_RDONLY | O_CLOEXEC);
	kpageflags = open("/proc/kpageflags", O_RDONLY | O_CLOEXEC);
	if (kpagecount < 0 || kpageflags < 0)
		stop(KSFT_SKIP, "SKIP: the kernel has no PROC_PAGE_MONITOR");
	controller = getpid();
	/* Whatever ends the program early ends it in order. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, on_end);
	signal(SIGTERM, on_end);
	make_settings();
	learn_last_steps();
}

int main(void)
{
	unsigned int failed = 0;
	long fallbacks;

	printf("KTAP version 1\n1..%zu\n", COUNT(steps));
	prepare();
	start();
	fallbacks = thp_fallbacks();
	for (size_t i = 0; i < COUNT(steps); i++) {
		failures = 0;
		check_step(i);
		printf("%s %zu %s\n", failures ? "not ok" : "ok", i + 1, steps[i].text);
		failed += failures > 0;
	}
	for (unsigned int i = 0; i < PROCESSES; i++)
		if (pids[i])
			kill(pids[i], SIGKILL);
	fallbacks = thp_fallbacks() - fallbacks;
	printf("# Totals: pass:%zu fail:%u xfail:0 xpass:0 skip:0 error:0\n", COUNT(steps) - failed, failed);
	if (failed && fallbacks)
		stop(KSFT_SKIP, "SKIP: %ld THP allocations fell back to small pages: nothing follows from this run", fallbacks);
	return failed ? KSFT_FAIL : KSFT_PASS;
}
