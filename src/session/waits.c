/* waits: what a rewind has to wait for again.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call is made again in a moment. But where the lesson waits for a clock of
 * the kernel, a SYN that is sent again, or for a program that has a clock of
 * its own, that clock runs once more in the new lab. How long it does is how
 * long it did.
 */
#include "base/clock.h"
#include "session/parts.h"

#define LONG_LEAST (CLOCK_SECOND / 2)

/* From the begin of move `move` to its end, in nanoseconds. */
static uint64_t time_of(const struct session *session, const struct move *move)
{
	const struct journal *journal = session->journal;
	uint64_t begin = journal_at(journal, move->begin)->time;
	for (size_t i = move->begin; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_MOVE &&
		    event->as.move.phase == MOVE_OVER)
			return event->time - begin;
	}
	return 0;
}

static bool has_clock(const struct beat *beat)
{
	return beat->kind == BEAT_COMMAND ||
	       (beat->kind == BEAT_WIRE && beat->order.kind == ORDER_WAIT);
}

uint64_t session_waits_before(const struct session *session, size_t move,
			      const struct beat **longest, size_t *step)
{
	uint64_t all = 0, most = 0;
	// Of a recorded run none are made again.
	if (session->recorded)
		return 0;
	for (size_t i = 0; i < move && i < session->live; i++) {
		const struct move *made = &session->moves[i];
		if (made->kind != MOVE_BEAT || !made->beats)
			continue;
		size_t where, index;
		const struct beat *beat =
			session_beat(session, made->beats - 1, &where, &index);
		uint64_t time = has_clock(beat) ? time_of(session, made) : 0;
		if (time >= LONG_LEAST)
			all += time;
		if (time < LONG_LEAST || time <= most)
			continue;
		most = time;
		*longest = beat;
		*step = where;
	}
	return all;
}
