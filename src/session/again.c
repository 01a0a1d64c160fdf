/* again: a lab of one's own at a place of a run that was made elsewhere.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was done there stands in its journal, in the notation of moves and of
 * orders. It is read into the lists that a rewind goes through, and made by the
 * same means. An order between two moves was given by whoever made the run; one
 * within a move is the lesson's, which gives it again by itself.
 *
 * The journal may come from anybody, so what it says is made in a lab that is
 * apart from this machine or not at all.
 */
#include "session/again.h"

#include "base/sentence.h"
#include "session/parts.h"

/* The part of a journal that one lab's moves stand in, up to a place. */
struct part {
	const struct journal *journal;
	size_t begin, end;
};

static struct part part_of(const struct session *theirs)
{
	const struct course *course = session_course(theirs);
	struct part part = {.journal = theirs->journal};
	course_view(course, theirs->moves.viewed, &part.begin, &part.end);
	part.begin = course_lab_of(course, theirs->moves.viewed)->begin;
	return part;
}

/* The hosts that its lab was built with besides the lesson's, or NULL. */
static const char *hosts_of(const struct part *part)
{
	for (size_t i = part->begin; i < part->end; i++) {
		const struct event *event = journal_at(part->journal, i);
		if (event->kind == EVENT_LAB &&
		    event->as.lab.phase == LAB_BEGUN)
			return event->as.lab.hosts;
	}
	return NULL;
}

/* --- reading ---------------------------------------------------------------
 */

struct reading {
	struct session *session;
	bool is_open; /* a move began and is not over */
};

static bool begin_move(struct reading *reading, const struct event_move *event,
		       struct err *err)
{
	struct session *session = reading->session;
	struct move move;
	if (!move_parse(str_from(event->text), &session->arena, &move, err))
		return false;
	if (move.kind == MOVE_TRACE || move.kind == MOVE_ATTACH)
		return FAILURE(err, "again-program");
	size_t made = session->moves.made++;
	move.beats = (made ? session->moves.items[made - 1].beats : 0) +
		     (move.kind == MOVE_BEAT);
	session->moves.items =
		xgrow(session->moves.items, &session->moves.cap,
		      session->moves.made, sizeof(*session->moves.items));
	session->moves.items[made] = move;
	reading->is_open = true;
	return true;
}

static bool take_move(struct reading *reading, const struct event_move *event,
		      struct err *err)
{
	struct session *session = reading->session;
	if (event->phase == MOVE_BEGUN)
		return begin_move(reading, event, err);
	if (!reading->is_open)
		return true;
	reading->is_open = false;
	if (event->phase == MOVE_REFUSED)
		session->moves.made--;
	if (event->phase == MOVE_OVER)
		session->moves.items[session->moves.made - 1].beats =
			event->beats;
	return true;
}

static bool take_order(struct reading *reading, const struct event_order *event,
		       struct err *err)
{
	struct session *session = reading->session;
	struct order order;
	if (reading->is_open)
		return true;
	if (!order_parse(str_from(event->text), &session->arena, &order, err))
		return false;
	session->given.orders =
		xgrow(session->given.orders, &session->given.cap,
		      session->given.count + 1, sizeof(*session->given.orders));
	session->given.orders[session->given.count++] =
		(struct given_order){session->moves.made, order};
	return true;
}

static bool read_part(struct session *session, const struct part *part,
		      struct err *err)
{
	struct reading reading = {.session = session};
	bool ok = true;
	for (size_t i = part->begin; ok && i < part->end; i++) {
		const struct event *event = journal_at(part->journal, i);
		if (event->kind == EVENT_MOVE)
			ok = take_move(&reading, &event->as.move, err);
		if (event->kind == EVENT_ORDER)
			ok = take_order(&reading, &event->as.order, err);
	}
	return ok;
}

/* --- making ----------------------------------------------------------------
 */

struct session *session_again(const struct session *theirs, struct loop *loop,
			      const struct session_options *options,
			      struct err *err)
{
	// The run may go on while this one is made.
	const struct part part = part_of(theirs);
	struct session_options own = *options;
	own.needs_namespaces = true;
	own.hosts = hosts_of(&part);
	if (!theirs->lesson->step_count)
		return FAILURE_NULL(err, "again-no-lesson");
	struct session *session = session_new(theirs->lesson, loop, &own, err);
	if (!session)
		return NULL;
	if (read_part(session, &part, err) &&
	    session_make_again(session, session->moves.made, err))
		return session;
	session_free(session);
	return NULL;
}

void session_list_commands(const struct session *theirs, struct buf *out)
{
	const struct part part = part_of(theirs);
	struct arena arena = {0};
	for (size_t i = part.begin; i < part.end; i++) {
		const struct event *event = journal_at(part.journal, i);
		struct move move;
		struct err err;
		if (event->kind == EVENT_MOVE &&
		    event->as.move.phase == MOVE_BEGUN &&
		    move_parse(str_from(event->as.move.text), &arena, &move,
			       &err) &&
		    move.kind == MOVE_RUN)
			buf_printf(out, "%s\n", move.command);
	}
	arena_done(&arena);
}
