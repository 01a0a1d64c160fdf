/* expect: a condition on the journal, written as a line of an expect block.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/mem.h"
#include "base/text.h"

struct journal;
struct beat;

/* One line. `goal` is a row of the table of goals in expect.c; `detail` is its
 * own. Lives in the lesson's arena. */
struct expect {
	int line;
	const char *text; /* as written */
	const struct goal *goal;
	const void *detail;
	const char *actor;    /* that the line names, or NULL */
	const char *variable; /* whose socket it looks at, or NULL */
};

/* Reads one line of an expect block. `actors` are the names a line may begin
 * with. Fails with the column and what was expected there. */
bool expect_parse(struct str text, int line, const char *const *actors,
		  size_t actor_count, struct arena *arena,
		  struct expect *expect, struct err *err);

/* Whether it holds for the beat that began at `begin`, seen from `place`. When
 * not, and `found` is not NULL, adds what is there instead, in the same
 * notation. `actor` is the one whose call the beat made, or NULL. */
bool expect_holds(const struct expect *expect, const struct journal *journal,
		  size_t begin, size_t place, const char *actor,
		  struct buf *found);

/* Whether it looks at packets: it can only be asked where there is a wire. */
bool expect_needs_wire(const struct expect *expect);

/* The nanoseconds that a `within` line gives to the others of its beat: it is
 * no condition itself. 0 for any other line. */
uint64_t expect_within(const struct expect *expect);

/* Whether it is one for a text that a call received the beginning of, so that
 * the same call, made again, may receive the rest. */
bool expect_wants_more(const struct expect *expect,
		       const struct journal *journal, size_t begin,
		       size_t place, const char *actor);

/* Whether its goal is the one of that word: "blocks", "killed". */
bool expect_is(const struct expect *expect, const char *word);

/* The program of which /proc has to be read before it can hold, or NULL. */
const char *expect_of_usage(const struct expect *expect);

/* Whether it looks at the beat's own call, or at the command that it ran. */
bool expect_needs_call(const struct expect *expect);
bool expect_needs_command(const struct expect *expect);
