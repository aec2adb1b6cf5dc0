/*
 * The protocol of AtomicSeqcount and ConcurrentRmapValues, for spin: two writers that may overlap, one reader, one folio of
 * P = 4 pages with two rmap values. Every statement is one atomic step; memory is sequentially consistent, as the
 * full-fence atomics of the writers and the acquire reads of the reader make it for these steps.
 *
 * Mm A maps the folio once all the time. Writer B and writer C each map it and unmap it again, for mm B and mm C. The
 * sub-IDs are such that a torn read can take A + B + C for twice A. The reader asks for mm A.
 *
 * Each of the macros below takes one part of the protocol away; spin must then find a wrong answer:
 *   PARITY      the word is counted up on entry and exit, and odd means that a writer is inside (the usual seqcount)
 *   NO_REFUSE   the reader goes on although a writer is inside
 *   NO_RECHECK  the reader does not look at the word again
 *   NO_STEP     a writer that leaves only takes itself out of the word
 *   NO_RMW      a value is read and written in two steps
 */
#define SUB_A	6
#define SUB_B	1
#define SUB_C	5
#ifndef ROUNDS
#define ROUNDS	2
#endif
#define READS	2

#ifdef PARITY
#define ENTER	1
#define LEAVE	1
#define INSIDE	1
#else
#define STEP	4
#define INSIDE	3
#define ENTER	1
#ifdef NO_STEP
#define LEAVE	(-1)
#else
#define LEAVE	(STEP - 1)
#endif
#endif

short word;
short mapcount = 1;
short value0 = SUB_A;
short value1 = SUB_A;

/* What is true: entries of mm B and mm C whose accounting is complete. */
short b;
short c;

#ifdef NO_RMW
#define CHANGE(x, d)	seen = x; x = seen + (d)
#else
#define CHANGE(x, d)	x = x + (d)
#endif

inline add(owner, entries, sub)
{
	word = word + ENTER;
	CHANGE(mapcount, entries);
	CHANGE(value0, entries * sub);
	CHANGE(value1, entries * sub);
	atomic { word = word + LEAVE; owner = owner + entries };
}

inline map_and_unmap(owner, sub)
{
	round = 0;
	do
	:: round < ROUNDS ->
		add(owner, 1, sub);
		add(owner, -1, sub);
		round++
	:: else -> break
	od
}

active proctype writer_b()
{
	short round, seen;
	map_and_unmap(b, SUB_B)
}

active proctype writer_c()
{
	short round, seen;
	map_and_unmap(c, SUB_C)
}

active proctype reader()
{
	short sequence, m, v0, v1, reads;

again:
	sequence = word;
#ifndef NO_REFUSE
	if
	:: (sequence & INSIDE) != 0 -> goto again
	:: else
	fi;
#endif
	m = mapcount;
	v0 = value0;
	v1 = value1;
	atomic {
#ifndef NO_RECHECK
		if
		:: word != sequence -> goto again
		:: else
		fi;
#endif
		/* The decision is the truth of this instant, and so are the numbers. */
		assert((v0 == m * SUB_A && v1 == m * SUB_A) == (b == 0 && c == 0));
		assert(m == 1 + b + c);
		assert(v0 == SUB_A + b * SUB_B + c * SUB_C && v1 == v0);
		reads++
	};
	if
	:: reads < READS -> goto again
	:: else
	fi
}
