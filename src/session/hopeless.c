/* hopeless: whether what a beat of a check expects can still come.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A check waits for what it expects until a deadline, which has to be long, for
 * a machine can be busy. Nobody has to wait for it once nothing can come any
 * more: the beat's own call came back with something else; all programs have
 * ended; a peer has, of which something is expected; the learner's has written
 * as much as is kept (session/flood.c); or all of them sleep in what does not
 * end by itself, and no packet is on its way. The last is told from several
 * looks, with nothing that happened between the first and the last: a kernel
 * that looks for a neighbour asks once a second. What else the kernel's timers
 * may do takes it a minute, and no check lasts that long.
 */
#include "base/clock.h"
#include "lab/trace/trace.h"
#include "lab/trace/trace_waits.h"
#include "session/parts.h"

#include <string.h>

enum {
	/* How long all must be quiet when all programs have ended. */
	QUIET = 300 * 1000 * 1000,
	/* Between two looks at what programs use, while it is waited for. */
	USAGE_EVERY = 100 * 1000 * 1000,
	/* Between two looks whether all stand still. */
	STILL_EVERY = 250 * 1000 * 1000,
	/* How many of them; what programs use is a matter of time besides. */
	STILL_LOOKS = 6,
	STILL_LOOKS_OF_USAGE = 10,
};

/* Whether the beat's own call has come back with something else than what is
 * expected of it: it will not come back again. */
static bool is_missed(const struct session *session, const struct beat *beat,
		      size_t begin)
{
	if (beat->kind != BEAT_CALL ||
	    lab_actor_state(session->lab, beat->actor) != LAB_ACTOR_READY)
		return false;
	for (size_t i = 0; i < beat->expect_count; i++) {
		const struct expect *expect = &beat->expects[i];
		if (expect_needs_call(expect) &&
		    !expect_holds(expect, session->journal, begin,
				  journal_count(session->journal), beat->actor,
				  NULL))
			return true;
	}
	return false;
}

/* What comes on a stream comes in pieces: a recv that brought the beginning of
 * what is expected is made again. */
static bool call_again(struct session *session, const struct beat *beat,
		       size_t begin)
{
	bool wants = false;
	struct err err;
	if (beat->kind != BEAT_CALL ||
	    lab_actor_state(session->lab, beat->actor) != LAB_ACTOR_READY)
		return false;
	for (size_t i = 0; i < beat->expect_count; i++)
		wants |= expect_wants_more(
			&beat->expects[i], session->journal, begin,
			journal_count(session->journal), beat->actor);
	return wants &&
	       session_make_call(session, beat->actor, &beat->call, &err);
}

/* When the peer of that name, with all that it made, has ended; UINT64_MAX:
 * not yet, or it is none. What the learner's program left behind may be one
 * that nobody was told of. */
static uint64_t when_peer_ended(const struct session *session,
				const char *actor)
{
	const struct journal *journal = session->journal;
	size_t born = 0, ended = 0, count;
	uint64_t when = 0;
	if (!actor || !strcmp(actor, LESSON_PROGRAM))
		return UINT64_MAX;
	const size_t *places = journal_places(journal, EVENT_ACTOR, 0,
					      journal_count(journal), &count);
	for (size_t i = 0; i < count; i++) {
		const struct event *event = journal_at(journal, places[i]);
		const struct event_actor *about = &event->as.actor;
		if (!text_is_of(about->actor, actor))
			continue;
		born += about->phase == ACTOR_BORN && about->traced;
		ended += about->phase == ACTOR_ENDED;
		when = event->time;
	}
	return born && ended >= born ? when : UINT64_MAX;
}

/* Whether something is expected of a peer that has ended, and is not so. */
static bool lacks_peer(const struct session *session, const struct beat *beat,
		       size_t begin)
{
	const struct journal *journal = session->journal;
	uint64_t now = journal_now(journal);
	for (size_t i = 0; i < beat->expect_count; i++) {
		const struct expect *expect = &beat->expects[i];
		uint64_t when = when_peer_ended(session, expect->actor);
		if (when != UINT64_MAX && now - when >= QUIET &&
		    !expect_holds(expect, journal, begin,
				  journal_count(journal), beat->actor, NULL))
			return lab_has_arrived(session->lab,
					       clock_now() - QUIET);
	}
	return false;
}

/* Whether somebody stands before a call, and is let go on later. */
static bool somebody_stands(const struct session *session)
{
	size_t count;
	bool stands = false;
	struct lab_wait *waits = lab_waits(session->lab, &count);
	for (size_t i = 0; i < count; i++)
		stands |= waits[i].kind == WAIT_LEARNER;
	free(waits);
	return stands;
}

static size_t looks_needed(const struct beat *beat)
{
	for (size_t i = 0; i < beat->expect_count; i++) {
		if (expect_of_usage(&beat->expects[i]))
			return STILL_LOOKS_OF_USAGE;
	}
	return STILL_LOOKS;
}

/* How much has happened; what is read of what programs use is no event of
 * theirs. */
static size_t happened(const struct session *session)
{
	size_t all = journal_count(session->journal), looks;
	journal_places(session->journal, EVENT_USAGE, 0, all, &looks);
	return all - looks;
}

/* Looks again when it is time. */
static bool stands_still(struct session *session, const struct beat *beat)
{
	size_t count = happened(session);
	uint64_t now = clock_now();
	if (now - session->still.looked < STILL_EVERY)
		return false;
	session->still.looked = now;
	if (!lab_is_still(session->lab) || somebody_stands(session) ||
	    count != session->still.count)
		session->still.looks = 0;
	else
		session->still.looks++;
	// What a look itself found has happened, too.
	session->still.count = happened(session);
	return session->still.looks >= looks_needed(beat);
}

bool session_is_hopeless(struct session *session, const struct beat *beat,
			 size_t begin)
{
	if (clock_now() - session->still.usage_read >= USAGE_EVERY)
		session_look_usage(session, beat);
	size_t count = journal_count(session->journal);
	if (call_again(session, beat, begin))
		return false;
	if (is_missed(session, beat, begin))
		return true;
	if (!session->programs.count)
		return false;
	enum outlet stream;
	if (lacks_peer(session, beat, begin) || session_flood(session, &stream))
		return true;
	if (lab_trace_is_alive(session->lab)) {
		if (!stands_still(session, beat))
			return false;
		session_tell_standstill(session);
		return true;
	}
	const struct event *last = journal_at(session->journal, count - 1);
	return journal_now(session->journal) - last->time >= QUIET &&
	       lab_has_arrived(session->lab, clock_now() - QUIET);
}
