/* tell_cause: why a check failed, as far as the journal shows it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A finding names its cause, but for that of a standstill: it only says what
 * all wait for. What the program did with a signal that should have ended the
 * wait, or what the numbers of its calls say, comes before that; and a call
 * that failed may be why it waits.
 */
#include "base/clock.h"
#include "base/sentence.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "check/tell_parts.h"
#include "journal/finding/finding.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

static const char *standstill(void)
{
	return finding_row(FINDING_STANDSTILL)->word;
}

static const char *closed_unread(void)
{
	return finding_row(FINDING_CLOSED_UNREAD)->word;
}

/* --- a signal that ended nothing -------------------------------------------
 */

/* The place of the last signal that came to the program, as `fate` has it, if
 * that is what was done last; 0: none. */
static size_t last_signal(const struct teller *teller, const char *run)
{
	size_t played = tell_played(teller);
	if (!played || tell_beat_at(teller, played - 1)->kind != BEAT_SIGNAL)
		return 0;
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		const struct event *event = journal_at(teller->journal, i);
		if (event->kind == EVENT_SIGNAL &&
		    tell_is_of(event->as.signal.actor, run))
			return i;
	}
	return 0;
}

/* The call that the actor of the signal is in, and whether it was before. */
static const struct event_call *call_behind(const struct teller *teller,
					    size_t place, bool *was_before)
{
	const struct event_call *last = NULL;
	const char *actor = journal_at(teller->journal, place)->as.signal.actor;
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		if (event->kind != EVENT_CALL ||
		    strcmp(event->as.call.actor, actor) != 0)
			continue;
		if (!last || event->as.call.id != last->id)
			*was_before = i < place;
		last = &event->as.call;
	}
	return last && last->phase != CALL_RETURN ? last : NULL;
}

static bool put_signal(struct teller *teller)
{
	size_t place = last_signal(teller, tell_last_run(teller));
	const struct event_signal *signal =
		&journal_at(teller->journal, place)->as.signal;
	bool was_before = false;
	const struct event_call *call =
		place ? call_behind(teller, place, &was_before) : NULL;
	const char *name =
		place ? symbol_name(SYMBOL_SIGNAL, signal->number) : NULL;
	struct buf text = {0};
	if (name && signal->fate == SIGNAL_IGNORED)
		SENTENCE(&text, "signal-ignored", SLOT_TEXT("signal", name));
	else if (name && call && signal->fate == SIGNAL_HANDLED)
		SENTENCE(&text,
			 was_before ? "signal-went-on" : "signal-called-again",
			 SLOT_TEXT("signal", name),
			 SLOT_TEXT("call", call->call.syscall->name));
	bool is_told = text.len;
	if (is_told)
		tell_put(teller, "Cause     ", buf_text(&text));
	buf_done(&text);
	return is_told;
}

/* --- an end of one's own making --------------------------------------------
 */

/* Whether the other side of the actor's socket had not closed at `place`. */
static bool is_half_open(const struct teller *teller, size_t place,
			 const char *actor, int fd)
{
	struct snapshot snapshot = {0};
	bool is_open = false;
	journal_snapshot(teller->journal, place, &snapshot);
	for (size_t i = 0; i < snapshot.count; i++) {
		const struct socket_state *row = &snapshot.rows[i];
		is_open |= socket_has_owner(row, actor, fd) &&
			   (row->state == SOCKET_FIN_WAIT1 ||
			    row->state == SOCKET_FIN_WAIT2);
	}
	snapshot_done(&snapshot);
	return is_open;
}

static bool is_call_of(const struct event *event, const char *run)
{
	return event->kind == EVENT_CALL &&
	       event->as.call.phase == CALL_RETURN && !event->as.call.noise &&
	       tell_is_of(event->as.call.actor, run);
}

/* The shutdown() that ended receiving from the socket of `event`, a call that
 * got 0 for that reason; NULL for none. */
static const struct event_call *
own_end(const struct teller *teller, size_t place, const struct event_call *got)
{
	int64_t fd = got->call.args[0].num;
	for (size_t i = place; i-- > 0;) {
		const struct event *event = journal_at(teller->journal, i);
		const struct event_call *call = &event->as.call;
		if (!is_call_of(event, got->actor) || call->call.argc < 1 ||
		    call->call.args[0].num != fd)
			continue;
		if (call->call.syscall->flags & SYSCALL_ENDS_FD)
			return NULL;
		if (call_is(&call->call, "shutdown"))
			return call->call.args[1].num != SHUT_WR &&
					       !call->call.result.error
				       ? call
				       : NULL;
	}
	return NULL;
}

static bool put_own_end(struct teller *teller)
{
	const char *run = tell_last_run(teller);
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		const struct event_call *got = &event->as.call;
		if (!is_call_of(event, run) ||
		    !(got->call.syscall->flags & SYSCALL_RECEIVES) ||
		    got->call.result.value || got->call.result.error)
			continue;
		const struct event_call *ended = own_end(teller, i, got);
		if (!ended || !is_half_open(teller, i, got->actor,
					    (int)got->call.args[0].num))
			continue;
		struct buf text = {0};
		SENTENCE(&text, "own-end",
			 SLOT_TEXT("call", got->call.syscall->name));
		tell_source(teller, &ended->source, &text);
		tell_put(teller, "Cause     ", buf_text(&text));
		buf_done(&text);
		return true;
	}
	return false;
}

/* --- a loop without an end -------------------------------------------------
 */

/* The last call of the run, or NULL. */
static const struct event_call *last_call(const struct teller *teller,
					  const char *run)
{
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		const struct event *event = journal_at(teller->journal, i);
		if (is_call_of(event, run))
			return &event->as.call;
	}
	return NULL;
}

/* How long it has had a processor since then, in seconds. */
static unsigned computed(const struct teller *teller, const char *run)
{
	struct journal_walk walk = journal_back(teller->journal, EVENT_USAGE, 0,
						journal_count(teller->journal));
	const struct event *event;
	while ((event = journal_step(&walk, NULL))) {
		if (event->kind == EVENT_USAGE &&
		    !strcmp(event->as.usage.actor, run))
			return (unsigned)(event->as.usage.computed /
					  CLOCK_SECOND);
	}
	return 0;
}

static bool put_computing(struct teller *teller)
{
	const char *run = tell_last_run(teller);
	const struct event_call *call = last_call(teller, run);
	unsigned seconds = computed(teller, run);
	struct buf text = {0};
	if (!seconds)
		return false;
	if (call) {
		struct buf place = {0};
		buf_printf(&place, "%s()", call->call.syscall->name);
		tell_source(teller, &call->source, &place);
		SENTENCE(&text, "computes-since",
			 SLOT_NUMBER("seconds", seconds),
			 SLOT_TEXT("place", buf_text(&place)));
		buf_done(&place);
	} else {
		SENTENCE(&text, "computes", SLOT_NUMBER("seconds", seconds));
	}
	tell_put(teller, "Cause     ", buf_text(&text));
	buf_done(&text);
	return true;
}

/* --- the cause -------------------------------------------------------------
 */

/* Whether what was not met is a count of its threads, or what a peer says that
 * has ended: who waits, or asks once more behind the end, is no cause of it. */
static bool is_elsewhere(const struct teller *teller, const char *word)
{
	static const char threads[] = LESSON_PROGRAM NOTATION(" threads ");
	static const char ends[] = NOTATION(" ends ");
	const struct event_check *check = tell_unmet(teller);
	if (!check)
		return false;
	if (!strcmp(word, standstill()))
		return !strncmp(check->text, threads, sizeof(threads) - 1);
	return !strcmp(word, finding_row(FINDING_END_IGNORED)->word) &&
	       check->found && strstr(check->found, ends) &&
	       strncmp(check->found, LESSON_PROGRAM " ",
		       strlen(LESSON_PROGRAM " ")) != 0;
}

static const struct event_finding *find_cause(const struct teller *teller)
{
	const char *run = tell_last_run(teller);
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		if (event->kind == EVENT_FINDING &&
		    tell_is_of(event->as.finding.actor, run) &&
		    !is_elsewhere(teller, event->as.finding.word))
			return &event->as.finding;
	}
	return NULL;
}

/* Why it failed, as who steps the program reads it there; the call itself only
 * where the evidence does not show it. Returns whether that is known. */
static bool put_why(struct teller *teller, size_t place, bool is_shown)
{
	const struct event *event = journal_at(teller->journal, place);
	const struct event_call *call = &event->as.call;
	explain_fn *explain = teller->failure->explain;
	struct buf text = {0};
	if (!explain || !explain(teller->journal, place + 1, call, &text))
		return false;
	AUTO_FREE char *why = tell_own_words(teller, buf_text(&text));
	AUTO_FREE char *made = tell_place(teller, call);
	buf_clear(&text);
	if (!is_shown)
		SENTENCE(&text, "call-failed", SLOT_TEXT("place", made),
			 SLOT_TEXT("error",
				   symbol_name(SYMBOL_ERRNO,
					       call->call.result.error)),
			 SLOT_TEXT("why", why));
	tell_put(teller, is_shown ? "Here      " : "Failed    ",
		 is_shown ? why : buf_text(&text));
	buf_done(&text);
	return true;
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
		bool is_shown = event == tell_shown_call(teller);
		struct buf out = {0};
		if (!put_why(teller, i, is_shown) && !is_shown) {
			tell_made_call(teller, event, "", &out);
			tell_put(teller, "Failed    ", buf_text(&out));
		}
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

void tell_cause(struct teller *teller, const char **lesson)
{
	const struct event_finding *cause = find_cause(teller);
	const struct lesson *exercise = teller->failure->exercise;
	*lesson = exercise->requires_count ? exercise->requires[0] : NULL;
	bool is_sure = cause && strcmp(cause->word, standstill()) != 0;
	// Why nothing more was received comes before what became of the rest.
	bool is_of_rest = is_sure && !strcmp(cause->word, closed_unread());
	if ((!is_sure || is_of_rest) && tell_length(teller))
		return;
	// Where it asked comes before what became of that.
	if (tell_ports(teller, lesson))
		return;
	if (!is_sure &&
	    (tell_ends(teller, lesson) || put_signal(teller) ||
	     put_own_end(teller) || put_computing(teller) ||
	     tell_ending(teller, lesson) || tell_holders(teller, lesson) ||
	     tell_asleep(teller, lesson) || tell_numbers(teller, lesson) ||
	     tell_mixed(teller, lesson) || tell_course(teller, lesson)))
		return;
	if (!is_sure)
		put_failed(teller);
	if (!cause)
		return;
	struct buf text = {0};
	buf_puts(&text, text_of(cause, tell_last_run(teller)));
	// Most name the line themselves.
	if (!strstr(buf_text(&text), " in line "))
		tell_source(teller, &cause->source, &text);
	AUTO_FREE char *own = tell_own_words(teller, buf_text(&text));
	tell_put(teller, "Cause     ", own);
	buf_done(&text);
	if (cause->lesson)
		*lesson = arena_strdup(teller->arena, cause->lesson);
}
