/* move: what the learner does that the lesson does not say.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A free move is made in the same lab as the lesson's beats and is kept with
 * them in one list, so that a rewind can make it again where it was made. The
 * journal has the same list: each move stands in it when it begins, before all
 * that comes of it, and once more when it is over.
 */
#include "base/sentence.h"
#include "call/print.h"
#include "session/parts.h"

#include <assert.h>
#include <string.h>

/* --- making them -----------------------------------------------------------
 */

static void move_over(void *data)
{
	struct session *session = data;
	struct move *move = &session->moves.items[session->moves.live - 1];
	if (session_start_due(session)) {
		session_settle(session, NULL, 0, NULL, move_over);
		return;
	}
	if (session->stepping.open) {
		session_settle_open(session);
		return;
	}
	session->busy = false;
	if (session->trying.is_open)
		session_judge_try(session, move);
	session_append_move(session, MOVE_OVER, session->moves.live, move);
}

static bool act_call(struct session *session, const struct move *move,
		     struct err *err)
{
	return session_make_call(session, move->actor, &move->call, err);
}

static bool act_run(struct session *session, const struct move *move,
		    struct err *err)
{
	return lab_run(session->lab, move->host, move->command, err);
}

static bool act_add_actor(struct session *session, const struct move *move,
			  struct err *err)
{
	const struct lab_actor actor = {move->actor, move->host};
	return lab_add_actor(session->lab, &actor, err);
}

static bool act_signal(struct session *session, const struct move *move,
		       struct err *err)
{
	return lab_signal(session->lab, move->actor, move->signal, err);
}

static bool act_interrupt(struct session *session, const struct move *move,
			  struct err *err)
{
	return lab_interrupt(session->lab, move->actor, err);
}

/* A beat is played by session_play(). */
static bool (*const acts[MOVE_KIND_COUNT])(struct session *,
					   const struct move *,
					   struct err *) = {
	[MOVE_CALL] = act_call,
	[MOVE_RUN] = act_run,
	[MOVE_ADD_ACTOR] = act_add_actor,
	[MOVE_SIGNAL] = act_signal,
	[MOVE_INTERRUPT] = act_interrupt,
	[MOVE_TRACE] = session_act_trace,
	[MOVE_ATTACH] = session_act_attach,
	[MOVE_GO] = session_act_go,
	[MOVE_RELEASE] = session_act_release,
	[MOVE_TYPE] = session_act_type,
	[MOVE_FAULT] = session_act_fault,
};

bool session_make_move(struct session *session, const struct move *move,
		       struct err *err)
{
	size_t begin = journal_count(session->journal);
	const struct beat *next = session_next_beat(session);
	bool is_try = next && next->kind == BEAT_TRY;
	session_append_move(session, MOVE_BEGUN, session->moves.live + 1, move);
	if (is_try)
		session_begin_try(session);
	// What ends while this is carried out ends because of it.
	session->busy = true;
	if (!acts[move->kind](session, move, err)) {
		session->busy = false;
		session_append_move(session, MOVE_REFUSED,
				    session->moves.live + 1, move);
		return false;
	}
	session_add_move(session, move, begin);
	session_settle(session, NULL, is_try ? next->within : 0,
		       is_try ? session_try_holds : NULL, move_over);
	return true;
}

bool session_repeat_move(struct session *session, const struct move *move,
			 struct err *err)
{
	if (move->kind == MOVE_BEAT)
		return session_play(session, err);
	return session_make_move(session, move, err) ||
	       FAILURE_IN(err, "not-done-again");
}

/* --- by the learner --------------------------------------------------------
 */

bool session_call(struct session *session, const char *actor,
		  const struct call *call, struct err *err)
{
	if (!session_can_move(session, "call", err) ||
	    (session_state(session) == SESSION_TRYING &&
	     !session_renew(session, err)))
		return false;
	struct move move = {
		.kind = MOVE_CALL,
		.actor = arena_strdup(&session->arena, actor),
		.call = call_copy(call, &session->arena),
	};
	session_complete_call(session, actor, &move.call);
	return session_make_move(session, &move, err);
}

bool session_run(struct session *session, const char *host, const char *command,
		 struct err *err)
{
	if (!session_can_move(session, "sh", err))
		return false;
	struct move move = {
		.kind = MOVE_RUN,
		.host = arena_strdup(&session->arena, host),
		.command = arena_strdup(&session->arena, command),
	};
	return session_make_move(session, &move, err);
}

bool session_add_actor(struct session *session, const char *name,
		       const char *host, struct err *err)
{
	if (!session_can_move(session, sentence_text(SENTENCE_ID("add-actor")),
			      err) ||
	    !lesson_check_actor(name, err))
		return false;
	struct move move = {
		.kind = MOVE_ADD_ACTOR,
		.actor = arena_strdup(&session->arena, name),
		.host = arena_strdup(&session->arena, host),
	};
	return session_make_move(session, &move, err);
}

bool session_signal(struct session *session, const char *actor, int signal,
		    struct err *err)
{
	if (!session_can_move(session,
			      sentence_text(SENTENCE_ID("send-a-signal")), err))
		return false;
	struct move move = {
		.kind = MOVE_SIGNAL,
		.actor = arena_strdup(&session->arena, actor),
		.signal = signal,
	};
	return session_make_move(session, &move, err);
}

bool session_interrupt(struct session *session, const char *actor,
		       struct err *err)
{
	if (!session_can_move(session, "interrupt", err))
		return false;
	struct move move = {
		.kind = MOVE_INTERRUPT,
		.actor = arena_strdup(&session->arena, actor),
	};
	return session_make_move(session, &move, err);
}
