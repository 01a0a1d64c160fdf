/* resume: whether the lesson can go on after what the learner did.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The next call names an actor and, by variables, descriptors. What they were
 * when the lesson's last beat was over, and what they are now, is in the
 * journal: the place where the learner's first own move began lies between.
 * A variable that the learner gave another socket is theirs to answer for; one
 * whose descriptor was closed, or whose number now names something else, would
 * only give an error that the lesson has no words for.
 */
#include "base/sentence.h"
#include "call/print.h"
#include "call/table/syscalls.h"
#include "journal/held.h"
#include "session/parts.h"

#include <stdlib.h>
#include <string.h>

/* What is compared: then and now, for one actor. */
struct change_of {
	const struct session *session;
	const char *actor;
	size_t then, now;
	size_t own; /* index of the first own move */
};

/* The cookie of the socket that the actor's descriptor names, 0 for none that
 * is known. */
static uint64_t cookie_at(const struct change_of *change, size_t place,
			  int64_t fd)
{
	struct snapshot snapshot = {0};
	uint64_t cookie = 0;
	journal_snapshot(change->session->journal, place, &snapshot);
	for (size_t i = 0; i < snapshot.count; i++) {
		const struct socket_state *row = &snapshot.rows[i];
		if (socket_has_owner(row, change->actor, fd))
			cookie = row->cookie;
	}
	snapshot_done(&snapshot);
	return cookie;
}

/* The learner's last call by that actor that ended the descriptor. */
static const struct call *find_culprit(const struct change_of *change,
				       int64_t fd)
{
	const struct session *session = change->session;
	for (size_t i = session->moves.live; i-- > change->own;) {
		const struct move *move = &session->moves.items[i];
		if (move->kind != MOVE_CALL ||
		    strcmp(move->actor, change->actor) != 0)
			continue;
		size_t end = i + 1 < session->moves.live
				     ? session->moves.items[i + 1].begin
				     : change->now;
		const struct event_call *made = journal_last_call(
			session->journal, move->begin, end, change->actor);
		int arg = made ? call_fd_arg(&made->call) : -1;
		if (arg >= 0 && made->call.args[arg].num == fd &&
		    made->call.syscall->flags & SYSCALL_ENDS_FD)
			return &move->call;
	}
	return NULL;
}

/* Puts "accept(srv): " before the error; a call that the learner has to find is
 * not given away. */
static void name_next(const struct session *session, const struct call *call,
		      struct err *err)
{
	if (session_next_beat(session)->kind == BEAT_TRY)
		return;
	struct buf text = {0};
	call_print(call, NOTATION_C, &text);
	err_wrap(err, "%s", buf_text(&text));
	buf_done(&text);
}

/* "accept(srv): srv was closed by your call close(srv)". */
static bool fail_closed(const struct change_of *change, const struct call *call,
			const char *name, int64_t fd, struct err *err)
{
	const struct call *culprit = find_culprit(change, fd);
	struct buf closed = {0};
	if (culprit)
		call_print(culprit, NOTATION_C, &closed);
	if (culprit)
		FAILURE(err, "closed-by-call", SLOT_TEXT("name", name),
			SLOT_TEXT("call", buf_text(&closed)));
	else
		FAILURE(err, "closed-by-you", SLOT_TEXT("name", name));
	name_next(change->session, call, err);
	buf_done(&closed);
	return true;
}

static bool is_lost(const struct change_of *change, const struct call *call,
		    const char *name, struct err *err)
{
	const struct journal *journal = change->session->journal;
	int64_t then, now;
	if (!journal_variable(journal, change->then, change->actor, name,
			      &then))
		return false;
	uint64_t old = cookie_at(change, change->then, then);
	if (!old ||
	    !journal_variable(journal, change->now, change->actor, name, &now))
		return false;
	uint64_t new = cookie_at(change, change->now, now);
	if (new == old || (new &&now != then))
		return false;
	// The same number for another socket: given on purpose, or by chance?
	const char *host;
	if (new &&journal_socket_of(journal, change->now, change->actor, name,
				    &host) == new)
		return false;
	return fail_closed(change, call, name, now, err);
}

/* Whether the actor had the variable before it ended: one that was started
 * again under its name has none of those that it had. */
static bool is_gone(const struct session *session, const struct beat *beat,
		    const char *name, struct err *err)
{
	const struct journal *journal = session->journal;
	int64_t fd;
	if (journal_variable(journal, journal_count(journal), beat->actor, name,
			     &fd))
		return false;
	for (size_t i = session->moves.items[0].begin;
	     i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		if (event->kind != EVENT_ACTOR ||
		    event->as.actor.phase != ACTOR_ENDED ||
		    strcmp(event->as.actor.actor, beat->actor) != 0 ||
		    !journal_variable(journal, i, beat->actor, name, &fd))
			continue;
		FAILURE(err, "gone-with-its-process", SLOT_TEXT("name", name),
			SLOT_TEXT("actor", beat->actor));
		name_next(session, &beat->call, err);
		return true;
	}
	return false;
}

static bool is_started_again(const struct session *session,
			     const struct beat *beat, struct err *err)
{
	for (size_t i = 0; session->moves.live && i < beat->call.argc; i++) {
		const struct value *value = &beat->call.args[i];
		if (value->kind == VALUE_NAME &&
		    is_gone(session, beat, value->name, err))
			return true;
	}
	return false;
}

static bool is_name_lost(const struct change_of *change,
			 const struct call *call, const struct value *value,
			 struct err *err)
{
	if (value->kind == VALUE_NAME)
		return is_lost(change, call, value->name, err);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->count; i++) {
		if (is_name_lost(change, call, &value->items[i], err))
			return true;
	}
	return false;
}

static bool is_actor_lost(const struct session *session,
			  const struct beat *beat, struct err *err)
{
	enum lab_actor_state state = lab_actor_state(session->lab, beat->actor);
	const struct event_call *open = journal_open_call(
		session->journal, journal_count(session->journal), beat->actor);
	if (state == LAB_ACTOR_READY)
		return false;
	if (state == LAB_ACTOR_ENDED)
		FAILURE(err, "ended-by-you", SLOT_TEXT("actor", beat->actor));
	else
		FAILURE(err, "inside-your-call",
			SLOT_TEXT("actor", beat->actor),
			SLOT_TEXT("call",
				  open ? open->call.syscall->name : ""));
	name_next(session, &beat->call, err);
	return true;
}

/* Which of the moves the event at `place` came of; 0: of none. */
static size_t move_of_event(const struct session *session, size_t place)
{
	size_t move = session->moves.live;
	while (move > 0 && session->moves.items[move - 1].begin > place)
		move--;
	return move;
}

static bool is_needed(const struct session *session, const char *actor)
{
	for (size_t i = session->moves.played; i < session->beats; i++) {
		size_t step, index;
		const struct beat *beat =
			session_beat(session, i, &step, &index);
		if ((beat->kind == BEAT_CALL || beat->kind == BEAT_TRY) &&
		    !strcmp(beat->actor, actor))
			return true;
	}
	return false;
}

const char *session_lost_actor(const struct session *session, size_t *move)
{
	const struct journal *journal = session->journal;
	// One from a log, or of a talk that is followed, has neither lab nor
	// moves; and where no beat is left nobody is needed. A frame asks.
	if (!session->lab || !session->moves.live ||
	    session->moves.played >= session->beats)
		return NULL;
	size_t count;
	const size_t *places = journal_places(journal, EVENT_ACTOR,
					      session->moves.items[0].begin,
					      journal_count(journal), &count);
	for (size_t i = 0; i < count; i++) {
		const struct event_actor *actor =
			&journal_at(journal, places[i])->as.actor;
		size_t made = actor->phase == ACTOR_ENDED
				      ? move_of_event(session, places[i])
				      : 0;
		if (!made ||
		    !session_is_own(session, &session->moves.items[made - 1]) ||
		    lab_actor_state(session->lab, actor->actor) !=
			    LAB_ACTOR_ENDED ||
		    !is_needed(session, actor->actor))
			continue;
		*move = made - 1;
		return actor->actor;
	}
	return NULL;
}

/* Whether the beat's actor ended by a move of the learner, however long ago. */
static bool is_actor_ended(const struct session *session,
			   const struct beat *beat, struct err *err)
{
	size_t move;
	const char *lost = session_lost_actor(session, &move);
	if (!lost || strcmp(lost, beat->actor) != 0)
		return false;
	FAILURE(err, "ended-by-you", SLOT_TEXT("actor", beat->actor));
	name_next(session, &beat->call, err);
	return true;
}

/* Whether the learner told the wire something behind the last move. */
static bool has_own_order(const struct session *session)
{
	const struct journal *journal = session->journal;
	size_t i = journal_count(journal);
	while (i-- > 0) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_ORDER)
			return true;
		if (event->kind == EVENT_MOVE)
			return false;
	}
	return false;
}

/* The lesson's next order is for packets that the learner let go on or lost. */
static bool is_wire_emptied(const struct session *session,
			    const struct beat *beat, struct err *err)
{
	static const enum order_kind for_held[] = {
		ORDER_DELIVER, ORDER_DROP, ORDER_DUPLICATE,
		ORDER_DELAY,   ORDER_SWAP, ORDER_CORRUPT};
	bool needs_held = false;
	for (size_t i = 0; i < COUNT(for_held); i++)
		needs_held |= beat->order.kind == for_held[i];
	size_t held;
	if (!needs_held || !has_own_order(session))
		return false;
	free(journal_held(session->journal, journal_count(session->journal),
			  &held));
	if (held)
		return false;
	struct buf order = {0};
	order_print(&beat->order, &order);
	FAILURE(err, "order-nothing-held",
		SLOT_TEXT("order", buf_text(&order)));
	buf_done(&order);
	return true;
}

bool session_is_stuck(const struct session *session, struct err *err)
{
	if (!session->lab)
		return false;
	const struct beat *beat = session_next_beat(session);
	size_t own = session_own_moves(session);
	if (beat && beat->kind == BEAT_WIRE)
		return is_wire_emptied(session, beat, err);
	if (!beat || (beat->kind != BEAT_CALL && beat->kind != BEAT_TRY))
		return false;
	if (is_actor_ended(session, beat, err) ||
	    is_started_again(session, beat, err))
		return true;
	if (!own)
		return false;
	if (is_actor_lost(session, beat, err))
		return true;
	size_t first = session->moves.live - own;
	struct change_of change = {
		.session = session,
		.actor = beat->actor,
		.then = session->moves.items[first].begin,
		.now = journal_count(session->journal),
		.own = first,
	};
	for (size_t i = 0; i < beat->call.argc; i++) {
		if (is_name_lost(&change, &beat->call, &beat->call.args[i],
				 err))
			return true;
	}
	return false;
}
