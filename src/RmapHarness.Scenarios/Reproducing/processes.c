/* ---- What processes do ---- */

/* In place of a step: the words that are wanted are loaded. */
#define LOAD		(-1)
/* In place of a step: pages come and go, so that the kernel sums up what its CPUs have counted. */
#define STIR		(-2)
/* Seconds that a step may take. */
#define PATIENCE	120U

/* What the program is called when a process executes it. */
#define RESUME		"resume"

enum { FAULT_STACK = 64 * 1024, THREAD_STACK = 4 * FAULT_STACK };

static __thread sigjmp_buf touch_end;
static __thread volatile sig_atomic_t touching;
static __thread uint64_t token;

static void on_fault(int fault)
{
	if (touching)
		siglongjmp(touch_end, fault);
	signal(fault, SIG_DFL);
}

static void catch_faults(void *on_stack)
{
	stack_t stack = { .ss_sp = on_stack, .ss_size = FAULT_STACK };
	struct sigaction action = { .sa_handler = on_fault, .sa_flags = SA_ONSTACK };

	if (sigaltstack(&stack, NULL) || sigaction(SIGSEGV, &action, NULL) || sigaction(SIGBUS, &action, NULL))
		_exit(1);
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
	return done(kill(groups[victim], SIGKILL));
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
	int pidfd = syscall(SYS_pidfd_open, groups[target], 0);
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

static void answer(long result)
{
	if (write(shared->answers[1], &result, sizeof(result)) != sizeof(result))
		_exit(1);
}

/* How many threads of a process live. */
static unsigned int threads_of(pid_t group)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < PROCESSES; i++)
		count += pids[i] && groups[i] == group;
	return count;
}

/* Ends this thread alone. */
static void leave(unsigned int self __attribute__((unused)))
{
#ifdef HOLDS_PAGES
	if (threads_of(groups[self]) == 1)
		pin_forget();
#endif
	for (;;)
		syscall(SYS_exit, 0);
}

/* The new program goes on; this one does only if that fails. */
static long execute(unsigned int self)
{
	char index[12];
	char *arguments[] = { "reproducer", RESUME, index, NULL }, *environment[] = { NULL };

	snprintf(index, sizeof(index), "%u", self);
#ifdef HOLDS_PAGES
	pin_forget();
#endif
	execve("/proc/thread-self/exe", arguments, environment);
	return errno;
}

static void serve(unsigned int self);

static void *serve_thread(void *self)
{
	char stack[FAULT_STACK] __attribute__((aligned(16)));

	catch_faults(stack);
	pids[(uintptr_t)self] = syscall(SYS_gettid);
	serve((uintptr_t)self);
	return NULL;
}

static long start_thread(unsigned int child)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int error = pthread_attr_init(&attributes);

	groups[child] = getpid();
	if (!error)
		error = pthread_attr_setstacksize(&attributes, THREAD_STACK);
	if (!error)
		error = pthread_create(&thread, &attributes, serve_thread, (void *)(uintptr_t)child);
	while (!error && !pids[child])
		sched_yield();
	return error;
}

/* The controller is every process's parent, so that it can wait for all. In the child: 0. */
static long fork_for_controller(void)
{
	long child = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);

	if (child)
		return child < 0 ? -errno : child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
#ifdef HOLDS_PAGES
	hold_inherit();
#endif
	return 0;
}

static void serve(unsigned int self)
{
	int step;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (read(shared->commands[self][0], &step, sizeof(step)) == sizeof(step)) {
		long result;

		if (step < 0) {
			answer(serve_controller(step));
			continue;
		}
		token = step + 1;
		if (steps[step].exits)
			leave(self);
		if (steps[step].child) {
			result = fork_for_controller();
			if (!result) {
				self = steps[step].child;
				continue;
			}
		} else if (steps[step].thread) {
			result = start_thread(steps[step].thread);
		} else if (steps[step].executes) {
			result = execute(self);
		} else {
			result = do_step(step);
		}
		answer(result);
	}
	_exit(1);
}

static void share(void)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, SHARED, 0);
	if (shared == MAP_FAILED)
		stop(KSFT_ERROR, "mmap: %m");
	loading = &shared->loading;
	pids = shared->pids;
	groups = shared->groups;
}

static char fault_stack[FAULT_STACK] __attribute__((aligned(16)));

/* In the program that a process has executed. */
static void resume(unsigned int self)
{
	share();
	catch_faults(fault_stack);
	answer(0);
	serve(self);
}

static void start(void)
{
	int fd = memfd_create("reproducer", 0);
	pid_t first;

	if (fd < 0 || ftruncate(fd, sizeof(*shared)) || dup2(fd, SHARED) < 0 || close(fd))
		stop(KSFT_ERROR, "memfd_create: %m");
	share();
	if (pipe(shared->answers))
		stop(KSFT_ERROR, "pipe: %m");
	for (unsigned int i = 0; i < PROCESSES; i++)
		if (pipe(shared->commands[i]))
			stop(KSFT_ERROR, "pipe: %m");
	fflush(stdout);
	first = fork();
	if (first < 0)
		stop(KSFT_ERROR, "fork: %m");
	/* Not in the child, too: they have the table both. */
	if (first) {
		pids[0] = groups[0] = first;
		return;
	}
	close(leash[1]);
	if (enter_cgroup())
		_exit(1);
	catch_faults(fault_stack);
	serve(0);
}

static void send(unsigned int process, int command)
{
	if (!pids[process])
		stop(KSFT_ERROR, "process %u does not live", process);
	if (write(shared->commands[process][1], &command, sizeof(command)) != sizeof(command))
		stop(KSFT_ERROR, "write: %m");
}

static void stop_if_killed(void)
{
	int status;

	for (unsigned int i = 0; i < PROCESSES; i++)
		if (pids[i] && waitpid(groups[i], &status, WNOHANG) > 0)
			stop(KSFT_ERROR, "%s died, status %#x", names[i], status);
}

static long answer_of_any(void)
{
	struct pollfd ready = { .fd = shared->answers[0], .events = POLLIN };
	long result;

	for (unsigned int seconds = 0; !poll(&ready, 1, 1000); seconds++) {
		stop_if_killed();
		if (seconds == PATIENCE)
			stop(KSFT_FAIL, "no answer within %u s: this step hangs", PATIENCE);
	}
	if (read(shared->answers[0], &result, sizeof(result)) != sizeof(result))
		stop(KSFT_ERROR, "read: %m");
	return result;
}

/* All threads of a process but one, or all, are gone. */
static void forget_threads(pid_t group, unsigned int but)
{
	for (unsigned int i = 0; i < PROCESSES; i++)
		if (i != but && groups[i] == group)
			pids[i] = groups[i] = 0;
}

static void await_end(unsigned int process, int expected)
{
	int status;

	if (waitpid(groups[process], &status, 0) < 0 || status != expected)
		stop(KSFT_ERROR, "%s died, status %#x", names[process], status);
	forget_threads(groups[process], PROCESSES);
}

/* Nobody can wait for it; its process's first thread stays in /proc without its memory. */
static void await_thread_end(unsigned int thread)
{
	char path[64], text[512];
	const char *state;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/stat", groups[thread], pids[thread]);
	for (unsigned int tries = 0; tries < PATIENCE * 1000; tries++) {
		if (read_file(path, text, sizeof(text)) <= 0)
			break;
		state = strrchr(text, ')');
		if (state && strchr("ZX", state[2]))
			break;
		poll(NULL, 0, 1);
	}
	pids[thread] = 0;
}

static long run_step(int index)
{
	const struct step *step = &steps[index];
	bool ends_itself = step->kills && groups[step->kills - 1] == groups[step->process];
	pid_t group = groups[step->process];
	long result;

	if (step->is_setting)
		return do_step(index);
	send(step->process, index);
	if (step->exits) {
		if (threads_of(group) > 1)
			await_thread_end(step->process);
		else
			await_end(step->process, 0);
		return 0;
	}
	result = ends_itself ? 0 : answer_of_any();
	if (step->kills && !result)
		await_end(step->kills - 1, SIGKILL);
	if (step->executes && !result) {
		forget_threads(group, step->process);
		pids[step->process] = group;
	}
	if (!step->child)
		return result;
	if (result < 0)
		return -result;
	pids[step->child] = groups[step->child] = result;
	return 0;
}
