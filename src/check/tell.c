/* tell: what a learner reads of a check that failed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All of it is read from the journal: the beats that were played and their
 * words, the expectation that was not met and what was found, the call that the
 * program is in or how it ended, its rows in the kernel's tables, and what the
 * findings say. Bytes of the program are shown with escapes, and never many.
 */
#include "base/sentence.h"
#include "call/print.h"
#include "check/tell_parts.h"

#include <string.h>

enum { STEPS_MOST = 6, CAUSE_LINES = 7 };

/* --- what was done ---------------------------------------------------------
 */

/* The sentences of the blocks so far; of many only the last. */
static void put_done(struct teller *teller)
{
	size_t count = 0, number = 0, beats = tell_played(teller);
	for (size_t i = 0; i < beats; i++)
		count += tell_beat_at(teller, i)->before != NULL;
	for (size_t i = 0; i < beats; i++) {
		const char *words = tell_beat_at(teller, i)->before;
		if (!words || ++number + STEPS_MOST <= count)
			continue;
		AUTO_FREE char *label = xprintf("%2zu. ", number);
		tell_put(teller, label, words);
	}
}

/* --- what was expected -----------------------------------------------------
 */

/* "client's recv(cli, 100)" of the beat that was played last, or nothing. */
static void print_call_of(const struct teller *teller, struct buf *out)
{
	const struct beat *beat = tell_beat_at(teller, tell_played(teller) - 1);
	if (beat->kind != BEAT_CALL)
		return;
	buf_printf(out, "%s's ", beat->actor);
	call_print(&beat->call, NOTATION_C, out);
	buf_putc(out, ' ');
}

/* "it blocks", "it is killed by SIGPIPE". */
static char *say_of_call(const char *found)
{
	static const char killed[] = "killed ";
	size_t len = strlen(killed);
	return !strncmp(found, killed, len)
		       ? xprintf("it is killed by %s", found + len)
		       : xprintf("it %s", found);
}

/* Whether the line is about the beat's own call, and names nobody. */
static bool is_about_call(const struct teller *teller,
			  const struct event_check *check)
{
	const struct beat *beat = tell_beat_at(teller, tell_played(teller) - 1);
	for (size_t i = 0; i < beat->expect_count; i++) {
		if (beat->expects[i].line == check->line &&
		    !strcmp(beat->expects[i].text, check->text))
			return expect_needs_call(&beat->expects[i]);
	}
	return false;
}

static void put_expected(struct teller *teller, const char **brief)
{
	const struct event_check *check = tell_unmet(teller);
	struct buf wanted = {0};
	if (teller->failure->too_long) {
		*brief = sentence_text(SENTENCE_ID("check-too-long"));
		tell_put(teller, "Found     ", *brief);
		return;
	}
	if (!check) {
		*brief = session_loss(teller->failure->session);
		tell_put(teller, "Found     ", *brief);
		return;
	}
	bool is_call = is_about_call(teller, check);
	if (is_call)
		print_call_of(teller, &wanted);
	AUTO_FREE char *text = tell_address(check->text);
	const char *raw =
		check->found && check->found[0] ? check->found : "nothing";
	AUTO_FREE char *own = tell_address(raw);
	AUTO_FREE char *found = is_call ? say_of_call(own) : xstrdup(own);
	buf_puts(&wanted, text);
	tell_put(teller, "Expected  ", buf_text(&wanted));
	tell_put(teller, "Found     ", found);
	*brief = arena_printf(teller->arena, "expected %s, found %s",
			      buf_text(&wanted), found);
	buf_done(&wanted);
}

/* That what it wrote was too much, for which nobody waited any longer. */
static void put_flood(struct teller *teller, const char **brief)
{
	enum outlet stream = OUTLET_OUTPUT;
	size_t mib = session_flood(teller->failure->session, &stream);
	if (!mib)
		return;
	*brief = SENTENCE_KEPT(teller->arena,
			       stream == OUTLET_ERRORS ? "check-flooded-errors"
						       : "check-flooded-output",
			       SLOT_NUMBER("mib", mib));
	tell_put(teller, "Output    ", *brief);
}

/* What it was kept from: an EPERM that no other machine may give it. */
static void put_refused(struct teller *teller)
{
	struct buf calls = {0};
	if (session_print_refused(teller->failure->session, &calls)) {
		AUTO_FREE char *text = SENTENCE_NEW(
			"check-refused", SLOT_TEXT("calls", buf_text(&calls)));
		tell_put(teller, "Refused   ", text);
	}
	buf_done(&calls);
}

void tell_failure(const struct failure *failure, struct arena *arena,
		  struct buf *out, const char **brief, const char **lesson)
{
	struct teller teller = {
		.failure = failure,
		.journal = session_journal(failure->session),
		.lesson = session_lesson(failure->session),
		.arena = arena,
		.out = out,
	};
	// The cause stands last and is worth most: what comes before it has the
	// lines that it leaves, and the last is the lesson's.
	struct buf cause = {0};
	struct teller last = teller;
	last.out = &cause;
	last.most = CAUSE_LINES;
	tell_cause(&last, lesson);
	teller.most = TELL_LINES - 1 - last.lines;
	put_done(&teller);
	put_expected(&teller, brief);
	put_flood(&teller, brief);
	put_refused(&teller);
	tell_peers(&teller);
	tell_state(&teller);
	tell_rows(&teller);
	tell_said(&teller, tell_last_run(&teller), "It wrote  ");
	buf_add(out, buf_text(&cause), cause.len);
	teller.lines += last.lines;
	buf_done(&cause);
	if (*lesson) {
		AUTO_FREE char *run = xprintf("sockstep run %s", *lesson);
		teller.most = TELL_LINES;
		tell_put(&teller, "Lesson    ", run);
	}
}
