/* moves: the moves of a session, and where each stands in the journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "session/parts.h"

#include <assert.h>

const struct course *session_course(const struct session *session)
{
	course_read(session->course);
	return session->course;
}

size_t session_origin(const struct session *session)
{
	return course_lab_of(session_course(session), session->moves.viewed)
		->begin;
}

size_t session_end(const struct session *session)
{
	return course_lab_end(session_course(session), session->moves.viewed);
}

void session_view(const struct session *session, size_t *begin, size_t *end)
{
	course_view(session_course(session), session->moves.viewed, begin, end);
}

struct move *session_add_move(struct session *session, const struct move *move,
			      size_t begin)
{
	struct move copy = *move;
	copy.begin = begin;
	copy.beats = session->moves.played;
	copy.solves = false;
	session->moves.items =
		xgrow(session->moves.items, &session->moves.cap,
		      session->moves.live + 1, sizeof(*session->moves.items));
	session->moves.items[session->moves.live++] = copy;
	session->moves.viewed = session->moves.live;
	session->busy = true;
	if (!session->stepping.open)
		session->actor_lost = false;
	if (session->lapsed && !session->is_again) {
		session_note(session, session->lapsed);
		session->lapsed = NULL;
	}
	return &session->moves.items[session->moves.live - 1];
}

bool session_is_own(const struct session *session, const struct move *move)
{
	return move->kind != MOVE_BEAT && !move->solves &&
	       !(session->options.by_calls && move->kind == MOVE_GO);
}

size_t session_own_moves(const struct session *session)
{
	size_t behind = 0, own = 0;
	while (behind < session->moves.live) {
		const struct move *move =
			&session->moves.items[session->moves.live - 1 - behind];
		if (move->kind == MOVE_BEAT || move->solves)
			break;
		behind++;
		if (session_is_own(session, move))
			own = behind;
	}
	return own;
}

bool session_is_free(const struct session *session)
{
	return course_is_free(session_course(session), session->moves.viewed);
}

size_t session_beats(const struct session *session, size_t move)
{
	assert(move <= session->moves.live);
	return course_beats(session_course(session), move);
}

size_t session_move_of(const struct session *session, size_t beats)
{
	size_t move = 0;
	while (move < session->moves.live &&
	       session_beats(session, move) < beats)
		move++;
	return move;
}

size_t session_move_at(const struct session *session, size_t place)
{
	const struct course *course = session_course(session);
	size_t move = 0;
	while (move < session->moves.live && course->moves[move].begin <= place)
		move++;
	return move;
}

bool session_can_move(const struct session *session, const char *what,
		      struct err *err)
{
	if (session->recorded)
		return recorded_refuses(session, what, err);
	if (session->moves.viewed < session->moves.live)
		return FAILURE(err, "look-forward-first",
			       SLOT_TEXT("what", what));
	if (session->busy)
		return FAILURE(err, "call-settling");
	if (session->broken || !session->lab)
		return FAILURE(err, "lab-lost",
			       SLOT_TEXT("loss", session->loss));
	return true;
}
