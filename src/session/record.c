/* record: the events of a lab on their way into the session's journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every lab counts calls and packets from 1. In the journal, which goes on
 * through a rewind, the number of each call is there once, for a call can be
 * looked for in all of it. A packet is of its lab: after a rewind its number is
 * the one that it has there, as whoever goes on from there sees it.
 */
#include "base/sentence.h"
#include "call/table/symbol.h"
#include "session/parts.h"

#include <stdio.h>

static void append_call(struct session *session, const struct event *event)
{
	struct event numbered = *event;
	numbered.as.call.id += session->call_base;
	if (numbered.as.call.id > session->call_last)
		session->call_last = numbered.as.call.id;
	journal_append(session->journal, &numbered);
}

static void append_actor(struct session *session, const struct event *event)
{
	journal_append(session->journal, event);
	const struct event_actor *actor = &event->as.actor;
	if (actor->phase != ACTOR_ENDED)
		return;
	// Of a check it is what is looked at.
	if (actor->traced && session->lesson->is_exercise)
		return;
	session->actor_lost = true;
	struct buf loss = {0};
	if (actor->signal)
		SENTENCE(&loss, "loss-killed", SLOT_TEXT("actor", actor->actor),
			 SLOT_TEXT("signal",
				   symbol_name(SYMBOL_SIGNAL, actor->signal)));
	else
		SENTENCE(&loss, "loss-ended", SLOT_TEXT("actor", actor->actor),
			 SLOT_NUMBER("status", actor->status));
	snprintf(session->loss, sizeof(session->loss), "%s", buf_text(&loss));
	buf_done(&loss);
	// In a free lab there is nothing that could not go on.
	if (!session->busy && session->beats)
		session_break(session);
}

static void (*const appenders[EVENT_COUNT])(struct session *,
					    const struct event *) = {
	[EVENT_CALL] = append_call,
	[EVENT_ACTOR] = append_actor,
};

/* Findings are told of events as the journal has them, numbers and all. */
static void find_mistakes(struct session *session)
{
	size_t count = journal_count(session->journal);
	if (session->programs.findings)
		findings_take(session->programs.findings, session->journal,
			      journal_at(session->journal, count - 1));
}

/* What a program wrote before a call, or before its end, stands before that:
 * it is stopped there, so all that it wrote is in its terminal. NULL: nobody
 * is known to be stopped. */
static const char *who_wrote(const struct event *event)
{
	if (event->kind == EVENT_ACTOR && event->as.actor.phase == ACTOR_ENDED)
		return event->as.actor.actor;
	if (event->kind == EVENT_CALL && event->as.call.phase == CALL_ENTER)
		return event->as.call.actor;
	return NULL;
}

void session_take_event(void *data, const struct event *event)
{
	struct session *session = data;
	const char *writer = who_wrote(event);
	if (writer)
		session_pump_terminal(session, writer);
	if (appenders[event->kind])
		appenders[event->kind](session, event);
	else
		journal_append(session->journal, event);
	find_mistakes(session);
	session_look_due(session, event);
}

/* --- what the lab does not tell --------------------------------------------
 */

void session_append_lab(struct session *session, enum lab_phase phase)
{
	const struct lesson *lesson = session->lesson;
	bool stands = phase == LAB_STANDS, begins = phase == LAB_BEGUN;
	struct event event = {
		.kind = EVENT_LAB,
		.as.lab = {.phase = phase, .number = session->lab_number},
	};
	struct event_lab *lab = &event.as.lab;
	struct buf hosts = {0};
	if (begins) {
		session_print_hosts(session, &hosts);
		lab->title = lesson->title;
		lab->hosts = hosts.len ? buf_text(&hosts) : NULL;
	}
	if (begins && lesson->file) {
		lab->lesson = lesson->id;
		lab->file = lesson->file;
		lab->digest = lesson->digest;
		lab->shuffled = lesson->shuffled;
	}
	if (stands && session->loopback[0])
		lab->loopback = session->loopback;
	if (stands)
		lab->missing = lab_missing(session->lab);
	if (phase == LAB_BROKEN)
		lab->loss = session->loss;
	journal_append(session->journal, &event);
	buf_done(&hosts);
}

void session_append_move(struct session *session, enum move_phase phase,
			 size_t number, const struct move *move)
{
	struct buf text = {0};
	struct event event = {
		.kind = EVENT_MOVE,
		.as.move = {.phase = phase,
			    .lab = session->lab_number,
			    .number = (unsigned)number},
	};
	if (phase == MOVE_BEGUN) {
		move_print(move, &text);
		event.as.move.text = buf_text(&text);
	}
	if (phase == MOVE_OVER) {
		event.as.move.beats = (unsigned)move->beats;
		event.as.move.solves = move->solves;
	}
	journal_append(session->journal, &event);
	buf_done(&text);
}

void session_break(struct session *session)
{
	session->broken = true;
	session_append_lab(session, LAB_BROKEN);
}

void session_note(struct session *session, const char *text)
{
	struct event event = {.kind = EVENT_NOTE, .as.note = text};
	journal_append(session->journal, &event);
}
