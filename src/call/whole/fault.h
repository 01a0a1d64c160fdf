/* fault: a call of a program that is to go wrong, in a notation near strace's.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     fault  = CALL {"," CALL} { ":" part }
 *     part   = "error=" ERRNO       it fails with that, and is not made at all
 *            | "short=" N           it is asked for N bytes at most
 *            | "delay_enter=" TIME  it is made that much later
 *            | "signal=" SIGNAL     that signal arrives just before it
 *            | "when=" FIRST ["+" [STEP]]
 *            | "actor=" NAME
 *
 * CALL is a name of the table of calls, or what strace(1) calls it. TIME is a
 * number of microseconds, or has us, ms or s behind it. when=2 is the second
 * call only, when=2+ the second and all behind it, when=2+3 the second, the
 * fifth and so on; without it every call is meant. Calls of each actor are
 * counted for themselves.
 */
#pragma once
#include "base/mem.h"
#include "base/text.h"

enum fault_kind {
	FAULT_ERROR,  /* `number` is an errno */
	FAULT_DELAY,  /* `number` microseconds */
	FAULT_SHORT,  /* `number` bytes */
	FAULT_SIGNAL, /* `number` is a signal */
	FAULT_KIND_COUNT
};

/* One thing that goes wrong with one call. */
struct call_fault {
	enum fault_kind kind;
	const char *actor; /* NULL: of every actor */
	const char *call;  /* a name of the table */
	unsigned first;	   /* counted from 1 */
	unsigned step;	   /* 0: only the first; else each so-manyth then */
	int number;
};

struct call_faults {
	struct call_fault *items; /* belong to the arena */
	size_t count;
};

/* The word of a kind in the notation: "error". */
const char *fault_word(enum fault_kind kind);

/* Whether a result is not the kernel's: the call was not made at all. Nobody
 * but whoever asked for the fault is the reason of it. */
struct result;
bool result_is_injected(const struct result *result);

/* Whether a fault of the call `wanted` is about one that a program makes by the
 * function `function`; accept() of many libraries is accept4(). */
bool call_fault_names(const char *wanted, const char *function);

/* Reads the whole of `text`: one fault for each of its calls and each of the
 * things that go wrong with it. Fails with what was expected where. */
bool call_faults_parse(struct str text, struct arena *arena,
		       struct call_faults *faults, struct err *err);

/* Adds one fault in the same notation; call_faults_parse() reads it back. */
void call_fault_print(const struct call_fault *fault, struct buf *out);
