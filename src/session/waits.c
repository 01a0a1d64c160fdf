/* waits: what a rewind has to wait for again.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call is made again in a moment. But where the lesson waits for a clock of
 * the kernel, a SYN that is sent again, or for a program that has a clock of
 * its own, that clock runs once more in the new lab, and so does that of a call
 * which slept until it gave up. How long they do is how long they did; of a
 * call that is the time in which it slept, for a busy machine is no clock.
 */
#include "base/clock.h"
#include "session/parts.h"

#include <string.h>

#define LONG_LEAST (CLOCK_SECOND / 2)

/* From the begin of move number `move` to its end, in nanoseconds. */
static uint64_t time_of(const struct session *session, size_t move)
{
	const struct journal *journal = session->journal;
	size_t begin, end, over = course_over(session_course(session), move);
	course_view(session_course(session), move, &begin, &end);
	return over ? journal_at(journal, over - 1)->time -
			       journal_at(journal, begin)->time
		    : 0;
}

/* How long the call of move number `move` slept and came back by itself, before
 * the move was over. */
static uint64_t sleep_of(const struct session *session, size_t move,
			 const char *actor)
{
	const struct journal *journal = session->journal;
	size_t begin, end, over = course_over(session_course(session), move);
	uint64_t since = 0;
	course_view(session_course(session), move, &begin, &end);
	for (size_t i = begin; i < (over ? over : end); i++) {
		const struct event *event = journal_at(journal, i);
		const struct event_call *call = &event->as.call;
		if (event->kind != EVENT_CALL ||
		    strcmp(call->actor, actor) != 0)
			continue;
		if (call->phase == CALL_BLOCKED)
			since = event->time;
		else if (call->phase == CALL_RETURN && since)
			return event->time - since;
	}
	return 0;
}

/* What move number `move` (from 0) waited for; its time is 0 where it has no
 * clock. */
static struct rewind_wait wait_of(const struct session *session, size_t move)
{
	const struct move *made = &session->moves.items[move];
	struct rewind_wait wait = {0};
	if (made->kind == MOVE_RUN)
		wait.command = made->command;
	if (made->kind == MOVE_CALL)
		wait.actor = made->actor, wait.call = &made->call;
	if (made->kind == MOVE_BEAT && made->beats) {
		size_t index;
		const struct beat *beat = session_beat(session, made->beats - 1,
						       &wait.step, &index);
		wait.is_of_lesson = true;
		if (beat->kind == BEAT_COMMAND)
			wait.command = beat->command;
		if (beat->kind == BEAT_WIRE && beat->order.kind == ORDER_WAIT)
			wait.order = &beat->order;
		if (beat->kind == BEAT_CALL)
			wait.actor = beat->actor, wait.call = &beat->call;
	}
	if (wait.call)
		wait.time = sleep_of(session, move + 1, wait.actor);
	else if (wait.command || wait.order)
		wait.time = time_of(session, move + 1);
	return wait;
}

uint64_t session_waits_before(const struct session *session, size_t move,
			      struct rewind_wait *longest)
{
	uint64_t all = 0;
	*longest = (struct rewind_wait){0};
	// Of a recorded run none are made again.
	if (session->recorded)
		return 0;
	for (size_t i = 0; i < move && i < session->moves.live; i++) {
		struct rewind_wait wait = wait_of(session, i);
		if (wait.time < LONG_LEAST)
			continue;
		all += wait.time;
		if (wait.time > longest->time)
			*longest = wait;
	}
	return all;
}
