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
