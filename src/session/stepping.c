/* stepping: a check whose program is stepped call by call.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a check is only judged, its program runs by itself while the beats are
 * played. Here it stands before each of its calls, as every traced program
 * does, and a beat is open until the calls have come that its expectations
 * need. To go on is, as long as it stands, to let it make one more; so it is
 * always the program first, up to where it waits, and then the next beat, which
 * is the order in which both would run by themselves. A peer that is a program
 * keeps that order, too: it makes no call while the learner's stands before one
 * (trace_program.yields), or what it sends piece by piece would all be there
 * before the first is received. Each such call is a move
 * of its own (MOVE_GO), so looking back and rewinding are those of all moves.
 *
 * A beat that is open is over when its expectations hold, when they cannot any
 * more, or when nobody stands before a call and their time is up.
 */
#include "call/table/syscalls.h"
#include "session/parts.h"

#include <string.h>

enum {
	/* A program that never waits is not followed for ever: so many of its
	 * calls behind the end of a beat, then the next beat has its turn … */
	CALLS_BETWEEN = 64,
	/* … and so many within one, then it runs by itself. */
	CALLS_WITHIN = 200,
};

static bool is_part_of_program(const char *actor)
{
	size_t len = strlen(LESSON_PROGRAM);
	return !strncmp(actor, LESSON_PROGRAM, len) &&
	       (!actor[len] || actor[len] == '.');
}

/* The check asks for it to stand there while something is done. */
static bool is_to_stand(const struct session *session, const char *actor)
{
	const struct journal *journal = session->journal;
	const struct event_call *call =
		journal_open_call(journal, journal_count(journal), actor);
	return session->programs.standing && session->programs.standing_at &&
	       call && !strcmp(session->programs.standing, actor) &&
	       call_is(&call->call, session->programs.standing_at);
}

static bool can_step(const struct session *session, const char *actor)
{
	return is_part_of_program(actor) &&
	       lab_actor_state(session->lab, actor) == LAB_ACTOR_STOPPED &&
	       !is_to_stand(session, actor);
}

/* Whose turn it is: who had the last one, or the first behind it that stands
 * before a call; NULL for none. */
static const char *find_turn(const struct session *session)
{
	const struct journal *journal = session->journal;
	const char *last = session->stepping.turn, *first = NULL;
	bool behind = !last;
	if (last && can_step(session, last))
		return last;
	for (size_t i = session_origin(session); i < journal_count(journal);
	     i++) {
		const struct event *event = journal_at(journal, i);
		const char *name = event->as.actor.actor;
		if (event->kind != EVENT_ACTOR ||
		    event->as.actor.phase != ACTOR_BORN)
			continue;
		if ((behind || !first) && can_step(session, name)) {
			first = name;
			if (behind)
				break;
		}
		behind = behind || !strcmp(name, last);
	}
	return first;
}

static size_t calls_since(const struct session *session, size_t move)
{
	return session->moves.live - move;
}

static bool is_its_turn(const struct session *session)
{
	return session->options.by_calls && session->lab && !session->busy &&
	       !session->broken && !session->stepping.has_failed &&
	       (session->stepping.open ||
		calls_since(session, session->stepping.closed) < CALLS_BETWEEN);
}

const char *session_turn(const struct session *session)
{
	return is_its_turn(session) ? find_turn(session) : NULL;
}

bool session_check_fails(const struct session *session)
{
	return session->stepping.has_failed;
}

bool session_give_turn(struct session *session, const char *actor)
{
	bool can = is_its_turn(session) && can_step(session, actor);
	if (can)
		session->stepping.turn = arena_strdup(&session->arena, actor);
	return can;
}

/* --- an open beat ----------------------------------------------------------
 */

/* For settling: a call of the beat that brought only a part is made again, and
 * has to come back or to sleep first. */
static bool is_enough(void *data)
{
	const struct session *session = data;
	const struct move *move = session_beat_move(session);
	const struct beat *beat = session_beat_of(session, move);
	if (session_holds_or_cannot(data))
		return true;
	return (!beat->actor || lab_actor_state(session->lab, beat->actor) !=
					LAB_ACTOR_CALLING) &&
	       find_turn(session);
}

static void end_move(struct session *session)
{
	session->busy = false;
	session_append_move(session, MOVE_OVER, session->moves.live,
			    &session->moves.items[session->moves.live - 1]);
}

static void waited(void *data)
{
	struct session *session = data;
	if (find_turn(session) && !session_holds_or_cannot(session))
		end_move(session);
	else
		session_end_beat(session);
}

static void calmed(void *data)
{
	struct session *session = data;
	const struct move *move = session_beat_move(session);
	session_settle(session, NULL, session_beat_of(session, move)->within,
		       is_enough, waited);
}

void session_settle_open(struct session *session)
{
	session_settle(session, NULL, 0, NULL, calmed);
}

bool session_open_beat(struct session *session, const struct beat *beat)
{
	session->stepping.open = 0;
	session->stepping.closed = session->moves.live;
	if (!session->options.by_calls || !beat->expect_count ||
	    beat->kind == BEAT_WIRE)
		return false;
	session->stepping.open = session->moves.live;
	return true;
}

/* --- going on --------------------------------------------------------------
 */

bool session_step_on(struct session *session, struct err *err)
{
	const char *turn = find_turn(session);
	struct until until = {.kind = UNTIL_NEXT};
	if (!turn) {
		session->busy = true;
		session_settle_open(session);
		return true;
	}
	if (session->stepping.open &&
	    calls_since(session, session->stepping.open) > CALLS_WITHIN)
		until.kind = UNTIL_EXIT;
	session->stepping.turn = turn;
	return session_go(session, turn, &until, err);
}
