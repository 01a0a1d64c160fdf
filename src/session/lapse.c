/* lapse: whether time alone has ended what the lesson goes on from.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who reads for a minute finds no TIME_WAIT any more, and the next call would
 * get another answer than the lesson has words for. That a row went by the
 * kernel's clock is in the journal: when it was last told it had a timer, no
 * process had it, and the row went when that timer was over. Then build.c makes
 * the lab again up to here, and the next move begins with a line that says so.
 *
 * A row that is still there can be too late as well: each copy that nobody
 * answered doubles the pause before the next. A beat that expects one sent
 * again within a few seconds would find none, a minute later. And while a copy
 * is not answered, TCP holds back what is sent after it.
 *
 * Who tells the wire something meanwhile, or comes to a beat that waits, wants
 * time to pass: then all stays as it is.
 */
#include "base/clock.h"
#include "base/sentence.h"
#include "base/text.h"
#include "call/table/syscalls.h"
#include "session/parts.h"

#include <string.h>

enum { SLACK = 1000 * 1000 * 1000 }; /* nanoseconds: rows are looked at late */

/* Where the present lab began. */
static size_t origin_of(const struct session *session)
{
	course_read(session->course);
	return course_lab_of(session->course, session->moves.viewed)->begin;
}

/* Whether move number `move` was a beat that could tell the difference: what
 * went before it was there when it began. */
static bool was_asked(const struct session *session, size_t move)
{
	const struct move *made = &session->moves.items[move - 1];
	size_t step, beat;
	return (made->kind == MOVE_BEAT || made->solves) && made->beats &&
	       session_beat(session, made->beats - 1, &step, &beat)
		       ->expect_count;
}

/* Behind the end of the last beat that expected something, or of the setup. */
static size_t place_after_beat(const struct session *session)
{
	size_t live = session->moves.live;
	while (live > 0 && !was_asked(session, live))
		live--;
	size_t over = course_over(session_course(session), live);
	return over ? over : journal_count(session->journal);
}

/* The last event before `place` of the socket that went there, or NULL. */
static const struct event *last_told(const struct session *session,
				     size_t place)
{
	const struct journal *journal = session->journal;
	const struct socket_state *gone =
		&journal_at(journal, place)->as.socket.state;
	size_t origin = origin_of(session);
	while (place-- > origin) {
		const struct event *event = journal_at(journal, place);
		const struct socket_state *row = &event->as.socket.state;
		if (event->kind == EVENT_SOCKET &&
		    row->cookie == gone->cookie &&
		    !strcmp(row->host, gone->host))
			return event->as.socket.change == CHANGE_GONE ? NULL
								      : event;
	}
	return NULL;
}

/* Whether the row of `event` ended by its own timer at `when`; one that was
 * told past its last tick, with no time left, did. */
static bool ended_by_clock(const struct event *event, uint64_t when)
{
	const struct socket_state *row = &event->as.socket.state;
	bool has_clock = row->timer == SOCKET_TIMER_TIMEWAIT ||
			 row->timer == SOCKET_TIMER_KEEPALIVE;
	return has_clock && !row->owner_count &&
	       when + SLACK >= event->time + row->timer_ms * CLOCK_MS;
}

static bool is_wait(const struct beat *beat)
{
	return beat->kind == BEAT_WIRE && beat->order.kind == ORDER_WAIT;
}

/* How long the beat waits for what it expects. */
static uint64_t patience_of(const struct beat *beat)
{
	if (beat->within)
		return beat->within;
	return is_wait(beat) ? beat->order.time : SLACK;
}

static bool expects_copy(const struct beat *beat)
{
	for (size_t i = 0; i < beat->expect_count; i++) {
		if (strstr(beat->expects[i].text, "retransmission"))
			return true;
	}
	return false;
}

static bool is_last_told(const struct journal *journal, size_t place)
{
	const struct socket_state *row =
		&journal_at(journal, place)->as.socket.state;
	for (size_t i = place + 1; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		const struct socket_state *later = &event->as.socket.state;
		if (event->kind == EVENT_SOCKET &&
		    later->cookie == row->cookie &&
		    !strcmp(later->host, row->host))
			return false;
	}
	return true;
}

/* Whether a row was told since the last beat that waits for the answer to a
 * copy, the next of which comes behind `until`. */
static bool is_copying(const struct session *session, uint64_t until)
{
	const struct journal *journal = session->journal;
	bool is_far = false;
	for (size_t i = place_after_beat(session); i < journal_count(journal);
	     i++) {
		const struct event *event = journal_at(journal, i);
		const struct socket_state *row = &event->as.socket.state;
		if (event->kind == EVENT_ORDER)
			return false;
		if (is_far || event->kind != EVENT_SOCKET ||
		    row->timer != SOCKET_TIMER_ON || !row->retransmits)
			continue;
		is_far = event->time + row->timer_ms * CLOCK_MS > until &&
			 is_last_told(journal, i);
	}
	return is_far;
}

/* One that comes at the last moment comes too late on a busy machine. */
static bool is_copy_far(const struct session *session, const struct beat *beat)
{
	uint64_t patience = patience_of(beat) / 4 * 3;
	return expects_copy(beat) &&
	       is_copying(session, journal_now(session->journal) + patience);
}

/* Whether `beat` sends and looks at packets, behind a copy without answer. */
static bool is_held_back(const struct session *session, const struct beat *beat)
{
	bool sends = beat->kind == BEAT_CALL &&
		     beat->call.syscall->flags & SYSCALL_SENDS;
	bool looks = false;
	for (size_t i = 0; i < beat->expect_count; i++)
		looks |= expect_needs_wire(&beat->expects[i]);
	return sends && looks && is_copying(session, 0);
}

/* The word of the first state that time has ended since the last beat, or
 * NULL. */
static const char *find_lapsed(const struct session *session)
{
	const struct journal *journal = session->journal;
	const char *state = NULL;
	for (size_t i = place_after_beat(session); i < journal_count(journal);
	     i++) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_ORDER)
			return NULL;
		if (state || event->kind != EVENT_SOCKET ||
		    event->as.socket.change != CHANGE_GONE)
			continue;
		const struct event *told = last_told(session, i);
		if (told && ended_by_clock(told, event->time))
			state = socket_state_word(&told->as.socket.state);
	}
	return state;
}

/* Whether `beat` can tell the difference, and a new lab can be made for it. */
static bool is_concerned(const struct session *session, const struct beat *beat)
{
	return beat && beat->expect_count && session->lab &&
	       !session->recorded && !session->programs.count &&
	       !session->lesson->is_exercise &&
	       session->moves.viewed == session->moves.live;
}

char *session_lapsed(const struct session *session, const struct beat *beat)
{
	if (!is_concerned(session, beat))
		return NULL;
	const char *state = is_wait(beat) ? NULL : find_lapsed(session);
	if (state)
		return SENTENCE_NEW("lapsed-state", SLOT_TEXT("state", state));
	if (is_copy_far(session, beat))
		return SENTENCE_NEW("lapsed-copy");
	if (is_held_back(session, beat))
		return SENTENCE_NEW("lapsed-held-back");
	return NULL;
}
