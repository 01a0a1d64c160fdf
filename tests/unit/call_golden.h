/* call_golden: the calls of tests/golden/call, for the tests that use them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/whole/parse.h"
#include "call/whole/raw.h"

#define GOLDEN_CALLS "tests/golden/call/calls.in"
#define GOLDEN_LINES "tests/golden/call/strace.lines"

/* The calls in `path`, one on each line, parsed into `arena`. Ends the test
 * when one cannot be read. The caller frees the array. */
struct call *golden_calls(const char *path, struct arena *arena, size_t *count);

/* Gives every variable a number, for call_bind(). */
bool golden_lookup(void *data, struct value *name);

/* The same call with its variables replaced by numbers, without a variable for
 * the result, and with all that was left out written. */
struct call golden_plain(const struct call *call, struct arena *arena);

/* Cuts the next call off the text of GOLDEN_LINES: what was called, with what
 * the kernel answered, and in `line` how strace printed that. Returns false at
 * the end. */
bool golden_traced(struct str *rest, struct arena *arena, struct call *call,
		   struct str *line);

/* The same in two steps, with the words and memory of the call: as it was
 * entered, and with what the kernel wrote. */
struct golden_call {
	struct call call;
	struct raw_call raw;
	int64_t value;
	struct str hex, line;
};

bool golden_entered(struct str *rest, struct arena *arena,
		    struct golden_call *golden);
void golden_returned(struct golden_call *golden);

/* Writes the addresses of this process where memory points to memory. */
void golden_point(struct raw_call *raw);
