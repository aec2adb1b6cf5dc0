/* ---- What processes do ---- */

/* In place of a step: the words that are wanted are loaded. */
#define LOAD		(-1)
/* In place of a step: pages come and go, so that the kernel sums up what its CPUs have counted. */
#define STIR		(-2)
#define LOAD_PAGES	4096
/* Seconds that a step may take. */
#define PATIENCE	120U

/* Shared with every process. words: which pages are wanted, then what they hold. */
static struct {
	uint64_t vpn, count;
	uint64_t words[LOAD_PAGES];
	int signals[LOAD_PAGES];
} *loading;

static sigjmp_buf touch_end;
static volatile sig_atomic_t touching;
static uint64_t token;

static void on_fault(int fault)
{
	if (touching)
		siglongjmp(touch_end, fault);
	signal(fault, SIG_DFL);
}

/* The first word names the step and the page; the second one sums up the steps that have stored to the page. */
static void store(volatile uint64_t *words, uint64_t vpn, bool equal)
{
	words[0] = equal ? (1ULL << 52) - 1 : token << 32 | (uint32_t)vpn;
	words[1] = equal ? 0 : words[1] * 31 + token;
}

/* Both words of a page as one. */
static uint64_t content_of(const volatile uint64_t *words)
{
	return words[0] | words[1] << 52;
}

/* Not inlined: what a jump out of it may leave behind must not be the caller's. */
static __attribute__((noinline)) void access_words(uint64_t address, uint64_t end, uint64_t stride, bool write, bool equal)
{
	for (; address < end; address += stride) {
		if (write)
			store(at(address), address / PAGE_SIZE, equal);
		else
			(void)*(volatile uint64_t *)at(address);
	}
}

static long touch(uint64_t address, uint64_t length, uint64_t stride, bool write, bool equal)
{
	int fault = sigsetjmp(touch_end, 1);

	if (!fault) {
		touching = 1;
		access_words(address, address + length, stride, write, equal);
	}
	touching = 0;
	return -fault;
}

static void load_words(void)
{
	volatile uint64_t i = 0;
	int fault = sigsetjmp(touch_end, 1);

	if (fault)
		loading->signals[i++] = fault;
	touching = 1;
	for (; i < loading->count; i++)
		if (loading->words[i])
			loading->words[i] = content_of(at((loading->vpn + i) * PAGE_SIZE));
	touching = 0;
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

static long kill_process(unsigned int victim)
{
	return done(kill(pids[victim], SIGKILL));
}

static long fork_and_exit(void)
{
	pid_t child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	int status;

	if (!child)
		_exit(0);
	if (child < 0 || waitpid(child, &status, 0) < 0)
		return errno;
	return status ? EPROTO : 0;
}

static long advise_process(unsigned int target, uint64_t address, uint64_t length, int advice)
{
	struct iovec range = { at(address), length };
	int pidfd = syscall(SYS_pidfd_open, pids[target], 0);
	ssize_t advised = pidfd < 0 ? -1 : syscall(SYS_process_madvise, pidfd, &range, 1, advice, 0);
	long result = advised < 0 ? errno : (uint64_t)advised < length ? EIO : 0;

	if (pidfd >= 0)
		close(pidfd);
	return result;
}

/*
 * The kernel sums up for a reader only once enough has gathered: more than 64 for each CPU, noted 64 at a time (mm/memcontrol.c,
 * memcg_vmstats_needs_flush).
 */
static long stir(void)
{
	size_t size = 64 * (sysconf(_SC_NPROCESSORS_ONLN) + 2) * PAGE_SIZE;
	void *mapped = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (mapped == MAP_FAILED)
		return errno;
	/* MADV_POPULATE_WRITE: mlockall may have left populating to faults. */
	return madvise(mapped, size, 23) ? errno : done(munmap(mapped, size));
}

/* What is not a step. */
static long serve_controller(int command)
{
	if (command == STIR)
		return stir();
	load_words();
	return 0;
}

static void serve(unsigned int self)
{
	int step;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close(leash[1]);
	while (read(commands[self][0], &step, sizeof(step)) == sizeof(step)) {
		long answer;

		if (step < 0) {
			answer = serve_controller(step);
			if (write(answers[1], &answer, sizeof(answer)) != sizeof(answer))
				_exit(1);
			continue;
		}
		token = step + 1;
		if (steps[step].exits) {
#ifdef HOLDS_PAGES
			pin_forget();
#endif
			_exit(0);
		}
		if (steps[step].child) {
			/* The controller is every process's parent, so that it can wait for all. */
			answer = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
			if (!answer) {
				self = steps[step].child;
				prctl(PR_SET_PDEATHSIG, SIGKILL);
#ifdef HOLDS_PAGES
				hold_inherit();
#endif
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
	pid_t first;

	loading = mmap(NULL, sizeof(*loading), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	pids = mmap(NULL, PROCESSES * sizeof(*pids), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (loading == MAP_FAILED || pids == MAP_FAILED)
		stop(KSFT_ERROR, "mmap: %m");
	if (pipe(answers))
		stop(KSFT_ERROR, "pipe: %m");
	for (unsigned int i = 0; i < PROCESSES; i++)
		if (pipe(commands[i]))
			stop(KSFT_ERROR, "pipe: %m");
	fflush(stdout);
	first = fork();
	if (first < 0)
		stop(KSFT_ERROR, "fork: %m");
	/* Not in the child, too: they have the table both. */
	if (first) {
		pids[0] = first;
		return;
	}
	if (enter_cgroup())
		_exit(1);
	if (sigaltstack(&fault_stack, NULL) || sigaction(SIGSEGV, &action, NULL) || sigaction(SIGBUS, &action, NULL))
		_exit(1);
	serve(0);
}

static void send(unsigned int process, int command)
{
	if (!pids[process])
		stop(KSFT_ERROR, "process %u does not live", process);
	if (write(commands[process][1], &command, sizeof(command)) != sizeof(command))
		stop(KSFT_ERROR, "write: %m");
}

static void stop_if_killed(void)
{
	int status;

	for (unsigned int i = 0; i < PROCESSES; i++)
		if (pids[i] && waitpid(pids[i], &status, WNOHANG) > 0)
			stop(KSFT_ERROR, "%s died, status %#x", names[i], status);
}

static long answer_of_any(void)
{
	struct pollfd ready = { .fd = answers[0], .events = POLLIN };
	long answer;

	for (unsigned int seconds = 0; !poll(&ready, 1, 1000); seconds++) {
		stop_if_killed();
		if (seconds == PATIENCE)
			stop(KSFT_FAIL, "no answer within %u s: this step hangs", PATIENCE);
	}
	if (read(answers[0], &answer, sizeof(answer)) != sizeof(answer))
		stop(KSFT_ERROR, "read: %m");
	return answer;
}

static void await_end(unsigned int process, int expected)
{
	int status;

	if (waitpid(pids[process], &status, 0) < 0 || status != expected)
		stop(KSFT_ERROR, "%s died, status %#x", names[process], status);
	pids[process] = 0;
}

static long run_step(int index)
{
	const struct step *step = &steps[index];
	long answer;

	if (step->is_setting)
		return do_step(index);
	send(step->process, index);
	if (step->exits) {
		await_end(step->process, 0);
		return 0;
	}
	answer = step->kills == step->process + 1 ? 0 : answer_of_any();
	if (step->kills && !answer)
		await_end(step->kills - 1, SIGKILL);
	if (!step->child)
		return answer;
	if (answer < 0)
		return -answer;
	pids[step->child] = answer;
	return 0;
}
