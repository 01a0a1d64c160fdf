/* beats: which beat of the lesson a session is at.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lesson counts its beats through, and a move knows how many were played when
 * it was made. What is asked here is answered by the lesson and the moves.
 */
#include "session/parts.h"

const struct beat *session_beat(const struct session *session, size_t index,
				size_t *step, size_t *beat)
{
	lesson_beat_at(session->lesson, index, step, beat);
	return &session->lesson->steps[*step].beats[*beat];
}

const struct beat *session_next_beat(const struct session *session)
{
	size_t step, beat;
	if (session->moves.played >= session->beats)
		return NULL;
	return session_beat(session, session->moves.played, &step, &beat);
}

void session_append_step(struct session *session, size_t index, bool over)
{
	size_t step, beat;
	session_beat(session, index, &step, &beat);
	struct event event = {
		.kind = EVENT_STEP,
		.as.step = {.step = (int)step,
			    .beat = (int)beat,
			    .over = over,
			    .title = session->lesson->steps[step].title},
	};
	journal_append(session->journal, &event);
}

/* What the learner did behind it changes what it is about. */
const struct move *session_beat_move(const struct session *session)
{
	size_t move = session->moves.live;
	if (session->stepping.open)
		return &session->moves.items[session->stepping.open - 1];
	while (session->options.by_calls && move &&
	       session->moves.items[move - 1].kind == MOVE_GO)
		move--;
	return move && session->moves.played &&
			       session->moves.items[move - 1].kind == MOVE_BEAT
		       ? &session->moves.items[move - 1]
		       : NULL;
}

const struct beat *session_beat_of(const struct session *session,
				   const struct move *move)
{
	size_t step, index;
	return session_beat(session, move->beats - 1, &step, &index);
}
