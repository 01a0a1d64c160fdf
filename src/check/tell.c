/* tell: what a learner reads of a check that failed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All of it is read from the journal: the beats that were played and their
 * words, the expectation that was not met and what was found, the call that the
 * program is in or how it ended, its rows in the kernel's tables, and what the
 * findings say. Bytes of the program are shown with escapes, and never many.
 */
#include "call/print.h"
#include "check/tell_parts.h"

#include <errno.h>
#include <string.h>

enum { STEPS_MOST = 6 };

/* --- words for who wrote the program ---------------------------------------
 */

/* What a program has: "program zombies 2" is "your program's zombies: 2". */
static bool is_noun(const char *text)
{
	static const char *const nouns[] = {"sockets ",	    "threads ",
					    "descriptors ", "children ",
					    "zombies ",	    "memory "};
	for (size_t i = 0; i < COUNT(nouns); i++) {
		if (!strncmp(text, nouns[i], strlen(nouns[i])))
			return true;
	}
	return false;
}

/* "program runs" is "your program runs" for who wrote it, and where the
 * notation has a noun there is a verb. */
static char *address_learner(const char *text)
{
	static const char name[] = LESSON_PROGRAM, data[] = "data ";
	struct buf out = {0};
	size_t len = strlen(name);
	bool is_begin = !strncmp(text, name, len);
	if (is_begin && text[len] == ' ' && is_noun(text + len + 1))
		buf_printf(&out, "your program's %.*s:%s",
			   (int)strcspn(text + len + 1, " "), text + len + 1,
			   strchr(text + len + 1, ' '));
	else if (is_begin && !strcmp(text + len, " idle"))
		buf_puts(&out, "your program sleeps while it waits");
	else if (is_begin && text[len] == ' ')
		buf_printf(&out, "your program%s", text + len);
	else if (!strncmp(text, data, strlen(data)))
		buf_printf(&out, "gets %s", text + strlen(data));
	else if (is_begin && text[len] == '.')
		buf_printf(&out, "your program's socket %s", text + len + 1);
	else
		buf_puts(&out, text);
	return buf_take(&out);
}

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

/* The first expectation of the last beat that was not met, or NULL. */
static const struct event_check *first_unmet(const struct teller *teller)
{
	size_t count = journal_count(teller->journal);
	for (size_t i = 0; i < count; i++) {
		const struct event *event = journal_at(teller->journal, i);
		if (event->kind == EVENT_CHECK && !event->as.check.met &&
		    journal_is_unmet(teller->journal, i, count))
			return &event->as.check;
	}
	return NULL;
}

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
	const struct event_check *check = first_unmet(teller);
	struct buf wanted = {0};
	if (teller->failure->too_long) {
		*brief = "the check took longer than 20 seconds";
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
	AUTO_FREE char *text = address_learner(check->text);
	const char *raw =
		check->found && check->found[0] ? check->found : "nothing";
	AUTO_FREE char *own = address_learner(raw);
	AUTO_FREE char *found = is_call ? say_of_call(own) : xstrdup(own);
	buf_puts(&wanted, text);
	tell_put(teller, "Expected  ", buf_text(&wanted));
	tell_put(teller, "Found     ", found);
	*brief = arena_printf(teller->arena, "expected %s, found %s",
			      buf_text(&wanted), found);
	buf_done(&wanted);
}

/* --- the cause -------------------------------------------------------------
 */

static const struct event_finding *find_cause(const struct teller *teller)
{
	const char *run = tell_last_run(teller);
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		if (event->kind == EVENT_FINDING &&
		    tell_is_of(event->as.finding.actor, run))
			return &event->as.finding;
	}
	return NULL;
}

/* What no rule has a sentence for: the program's last call that failed, unless
 * that only says that it would have waited. */
static void put_failed(struct teller *teller)
{
	const char *run = tell_last_run(teller);
	size_t count = journal_count(teller->journal);
	for (size_t i = count; i-- > 0;) {
		const struct event *event = journal_at(teller->journal, i);
		const struct event_call *call = &event->as.call;
		int error = call->call.result.error;
		if (event->kind != EVENT_CALL || call->phase != CALL_RETURN ||
		    call->noise || !error || error == EAGAIN ||
		    error == EINPROGRESS || error == EINTR ||
		    !tell_is_of(call->actor, run))
			continue;
		struct buf out = {0};
		tell_made_call(teller, event, "", &out);
		tell_put(teller, "Failed    ", buf_text(&out));
		buf_done(&out);
		return;
	}
}

/* What of a finding is for the learner: where a peer listens is so because the
 * task has it so, and what its author could do is no advice. */
static const char *text_of(const struct event_finding *cause, const char *run)
{
	bool is_another = cause->fact && !tell_is_of(cause->listener, run);
	return is_another ? cause->fact : cause->text;
}

static void put_cause(struct teller *teller, const char **lesson)
{
	const struct event_finding *cause = find_cause(teller);
	const struct lesson *exercise = teller->failure->exercise;
	*lesson = exercise->requires_count ? exercise->requires[0] : NULL;
	if (!cause) {
		put_failed(teller);
		return;
	}
	struct buf text = {0};
	buf_puts(&text, text_of(cause, tell_last_run(teller)));
	// Most name the line themselves.
	if (!strstr(buf_text(&text), " in line "))
		tell_source(teller, &cause->source, &text);
	AUTO_FREE char *own = address_learner(buf_text(&text));
	tell_put(teller, "Cause     ", own);
	buf_done(&text);
	if (cause->lesson)
		*lesson = arena_strdup(teller->arena, cause->lesson);
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
		.most = TELL_LINES - 1, /* the last is the lesson's */
	};
	put_done(&teller);
	put_expected(&teller, brief);
	tell_peers(&teller);
	tell_state(&teller);
	tell_rows(&teller);
	tell_said(&teller, tell_last_run(&teller), "It wrote  ");
	put_cause(&teller, lesson);
	if (*lesson) {
		AUTO_FREE char *run = xprintf("sockstep run %s", *lesson);
		teller.most = TELL_LINES;
		tell_put(&teller, "Lesson    ", run);
	}
}
