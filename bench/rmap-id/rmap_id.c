/*
 * The rmap-id algorithm in C, to compare RmapHarness.Bench.RmapId with: the same folio, the same mms, the same calls.
 * rmap_id CALLS prints lines "workload ns processors": the processor time of one map or unmap with its decision (other
 * processes on the machine do not count), and how many processors the threads had at the same time.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
	ORDER = 9,
	MAX_VALUES = 6,
	MMS = 1024,
	SAMPLES = 10,
	MAX_ID = (1 << 24) - 1,
};

#define WRITER		1ull
#define STEP		(1ull << 24)
#define WRITERS_MASK	(STEP - 1)

enum decision { UNMAPPED, EXCLUSIVE, SHARED };

static uint64_t sub_ids_4[64], sub_ids_5[32], sub_ids_6[16];
static uint32_t ids[MMS];

struct concurrent {
	int order;
	_Atomic uint64_t sequence;
	_Atomic int64_t mapcount;
	_Atomic uint64_t values[MAX_VALUES];
};

/* One call for each layout with constants for the number of values and the bits, as the patch has one case for each. */
#define FOR_LAYOUT_OF(order, call) \
	((order) <= 10 ? call(4, 6, sub_ids_4) : (order) <= 12 ? call(5, 5, sub_ids_5) : call(6, 4, sub_ids_6))

static inline uint64_t sub_id(const uint64_t *sub_ids, int id_bits, uint32_t id, int value)
{
	return sub_ids[(id >> (value * id_bits)) & ((1 << id_bits) - 1)];
}

static inline bool is_sum(const uint64_t *of, int values, int id_bits, const uint64_t *sub_ids, uint32_t id, int64_t mapcount)
{
#pragma GCC unroll 6
	for (int i = 0; i < values; i++)
		if (of[i] != (uint64_t)mapcount * sub_id(sub_ids, id_bits, id, i))
			return false;
	return true;
}

static __attribute__((noinline)) enum decision decide(int order, uint32_t id, int64_t mapcount, const uint64_t *of)
{
	if (mapcount == 0)
		return UNMAPPED;
	if (mapcount > 1l << order)
		return SHARED;
#define IS_SUM(count, bits, table) is_sum(of, count, bits, table, id, mapcount)
	return FOR_LAYOUT_OF(order, IS_SUM) ? EXCLUSIVE : SHARED;
}

static inline void add_atomic(_Atomic uint64_t *to, int values, int id_bits, const uint64_t *sub_ids, uint32_t id, int64_t entries)
{
#pragma GCC unroll 6
	for (int i = 0; i < values; i++)
		atomic_fetch_add(&to[i], sub_id(sub_ids, id_bits, id, i) * (uint64_t)entries);
}

static __attribute__((noinline)) void concurrent_add(struct concurrent *folio, uint32_t id, int64_t entries)
{
	atomic_fetch_add(&folio->sequence, WRITER);
	atomic_fetch_add(&folio->mapcount, entries);
#define ADD_ATOMIC(count, bits, table) add_atomic(folio->values, count, bits, table, id, entries)
	FOR_LAYOUT_OF(folio->order, ADD_ATOMIC);
	atomic_fetch_add(&folio->sequence, STEP - WRITER);
}

static __attribute__((noinline)) bool concurrent_try_decide(struct concurrent *folio, uint32_t id, enum decision *decision)
{
	uint64_t sequence = atomic_load_explicit(&folio->sequence, memory_order_acquire);
	uint64_t of[MAX_VALUES];
	int64_t mapcount;
	int values = folio->order <= 10 ? 4 : folio->order <= 12 ? 5 : 6;

	if (sequence & WRITERS_MASK)
		return false;
	mapcount = atomic_load_explicit(&folio->mapcount, memory_order_acquire);
	for (int i = 0; i < values; i++)
		of[i] = atomic_load_explicit(&folio->values[i], memory_order_acquire);
	if (atomic_load_explicit(&folio->sequence, memory_order_acquire) != sequence)
		return false;
	*decision = decide(folio->order, id, mapcount, of);
	return true;
}

static long run_concurrent(struct concurrent *folio, long calls)
{
	enum decision decision;
	long exclusive = 0;

	for (long i = 0; i < calls; i += 2) {
		uint32_t id = ids[(i >> 1) & (MMS - 1)];

		concurrent_add(folio, id, 1);
		exclusive += concurrent_try_decide(folio, id, &decision) && decision == EXCLUSIVE;
		concurrent_add(folio, id, -1);
		exclusive += concurrent_try_decide(folio, id, &decision) && decision == EXCLUSIVE;
	}
	return exclusive;
}

struct worker {
	pthread_t thread;
	pthread_barrier_t *start;
	struct concurrent *folio;
	long calls;
	long exclusive;
};

static void *work(void *argument)
{
	struct worker *worker = argument;

	pthread_barrier_wait(worker->start);
	worker->exclusive = run_concurrent(worker->folio, worker->calls);
	return NULL;
}

static double now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static void measure(const char *name, int threads, long calls)
{
	struct concurrent folio = { .order = ORDER };
	struct worker workers[2];
	pthread_barrier_t start;
	double took, wall;

	pthread_barrier_init(&start, NULL, threads + 1);
	for (int i = 0; i < threads; i++) {
		workers[i] = (struct worker){ .start = &start, .folio = &folio, .calls = calls };
		if (pthread_create(&workers[i].thread, NULL, work, &workers[i]))
			abort();
	}
	wall = now(CLOCK_MONOTONIC);
	took = now(CLOCK_PROCESS_CPUTIME_ID);
	pthread_barrier_wait(&start);
	for (int i = 0; i < threads; i++)
		pthread_join(workers[i].thread, NULL);
	took = now(CLOCK_PROCESS_CPUTIME_ID) - took;
	wall = now(CLOCK_MONOTONIC) - wall;
	pthread_barrier_destroy(&start);
	if (folio.mapcount || folio.values[0] || (threads == 1 && workers[0].exclusive != calls / 2))
		abort();
	printf("%s %.2f %.2f\n", name, took / calls / threads, took / wall);
}

static void generate(uint64_t *sub_ids, int count, uint64_t pages)
{
	uint64_t step = 1;

	for (int known = 1; known < count; known *= 2, step *= pages + 1)
		for (int i = 0; i < known; i++)
			sub_ids[known + i] = sub_ids[i] + step;
}

int main(int argc, char **argv)
{
	long calls = argc == 2 ? atol(argv[1]) & ~1l : 0;

	if (calls <= 0) {
		fprintf(stderr, "usage: rmap_id CALLS\n");
		return 2;
	}
	generate(sub_ids_4, 64, 1 << 10);
	generate(sub_ids_5, 32, 1 << 12);
	generate(sub_ids_6, 16, 1 << 15);
	for (int i = 0; i < MMS; i++)
		ids[i] = 1 + (uint32_t)((uint64_t)i * 7919 * 2027 % MAX_ID);
	for (int sample = 0; sample < SAMPLES; sample++) {
		measure("one-thread", 1, calls);
		measure("two-threads", 2, calls);
	}
	return 0;
}
