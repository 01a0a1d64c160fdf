/* raw: a call as the machine words and memory of one system call.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * call_to_raw() and call_from_raw() are the only places that know which words
 * a call has. An agent only copies memory and calls syscall(2); a tracer only
 * reads words and memory.
 */
#pragma once
#include "call/call.h"

enum { RAW_WORDS = 6 };

/* What a word is. */
enum raw_kind {
	RAW_WORD,   /* itself */
	RAW_IN,	    /* address of memory that the kernel reads */
	RAW_OUT,    /* address of memory that the kernel writes */
	RAW_IN_OUT, /* both: the length of an address */
};

struct raw_part;

struct raw_word {
	enum raw_kind kind;
	uint64_t word; /* RAW_WORD: the value */
	/* The memory, for the other kinds. RAW_OUT has no data before. */
	unsigned char *data;
	size_t len;
	struct raw_part *parts; /* pointers in the memory */
	size_t part_count;
};

/* Who makes the call: the kernel alone, or the agent by a function of the C
 * library, which does what a program that calls it does. `words` are the
 * function's then, in the order of the man page. */
enum raw_operation {
	RAW_SYSCALL,
	RAW_FORK,      /* fork(3): no words */
	RAW_THREAD,    /* pthread_create(3): the same; the kernel's number */
	RAW_ALARM,     /* alarm(2), which newer machines do not have: seconds */
	RAW_SIGACTION, /* a signal, struct raw_action, room for another */
	RAW_GETADDRINFO, /* see call/part/resolve.h, as for the next */
	RAW_GETNAMEINFO,
};

/* What is to become of a signal, see sigaction(2), without the addresses of
 * one process. */
struct raw_action {
	int64_t handler; /* enum raw_handler */
	int64_t flags;	 /* SA_* */
	uint64_t mask;	 /* bit n - 1: signal n is blocked meanwhile */
};

enum raw_handler {
	RAW_DEFAULT, /* SIG_DFL */
	RAW_IGNORE,  /* SIG_IGN */
	RAW_HANDLER, /* the agent's own, which notes the signal */
};

/* At `offset` of a memory stands the address of another one (kind IN, OUT or
 * IN_OUT), which can have parts again: struct msghdr points to its iovecs, they
 * to the buffers. Whoever lays the memory out writes the address there. */
struct raw_part {
	size_t offset;
	struct raw_word memory;
};

/* The memory that the pointer at `offset` points to, or NULL: it is a null
 * pointer. */
const struct raw_word *raw_part_at(const struct raw_word *word, size_t offset);

/* Memory of words lives in the arena given to call_to_raw(). */
struct raw_call {
	enum raw_operation operation;
	long number; /* of the system call on this machine, in which one can
		      * wait; -1 for a function that makes several */
	struct raw_word words[RAW_WORDS];
};

/* All names must be bound (call_bind()). Fails only for a call that cannot be
 * expressed, such as a UNIX path longer than sun_path. */
bool call_to_raw(const struct call *call, struct arena *arena,
		 struct raw_call *raw, struct err *err);

/* Fills call->result from what came back: `value` is the kernel's (a negative
 * errno on failure), and RAW_OUT and RAW_IN_OUT words hold what was written. */
void call_take_result(struct call *call, const struct raw_call *raw,
		      int64_t value, uint64_t elapsed, struct arena *arena);

/* The call that a system call is, with numbers for names. Returns false when
 * the table has no such call. The memory of RAW_IN words must be filled in. */
bool call_from_raw(const struct raw_call *raw, struct arena *arena,
		   struct call *call);

/* The same for one row of the table. */
bool call_from_raw_row(const struct raw_call *raw,
		       const struct syscall *syscall, struct arena *arena,
		       struct call *call);
