/* tell_asleep: causes that are a call in which the program sleeps.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who waits for one client has no time for another, whose connection lies in
 * the accept queue, or whose bytes lie unread. And connect() by itself waits as
 * long as the kernel goes on asking.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "check/tell_parts.h"
#include "journal/socket/ends.h"

#include <netinet/in.h>
#include <string.h>

/* The call in which the run's first thread sleeps; NULL: in none. */
static const struct event_call *find_asleep(const struct teller *teller)
{
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		const struct event_call *call = tell_call_at(teller, i);
		if (call && !strcmp(call->actor, tell_last_run(teller)))
			return call->phase == CALL_BLOCKED ? call : NULL;
	}
	return NULL;
}

/* --- another client --------------------------------------------------------
 */

/* Whether a connection of the peer has an end that lies in its accept queue. */
static bool is_queued(const struct snapshot *snapshot, const char *peer)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct socket_state *row = &snapshot->rows[i], *end;
		if (row->protocol != IPPROTO_TCP || !row->owner_count ||
		    strcmp(row->owners[0].actor, peer) != 0)
			continue;
		end = snapshot_peer(snapshot, row);
		if (end && !end->owner_count &&
		    (end->state == SOCKET_ESTABLISHED ||
		     end->state == SOCKET_CLOSE_WAIT))
			return true;
	}
	return false;
}

/* Whether the run has made no child and no thread, which could take it. */
static bool is_alone(const struct teller *teller)
{
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		if (event->kind == EVENT_ACTOR &&
		    text_is(event->as.actor.parent, tell_last_run(teller)))
			return false;
	}
	return true;
}

/* The run's connection, another than that of the call, at which bytes lie that
 * a peer has sent; NULL: there is none. */
static const struct socket_state *find_unread(const struct teller *teller,
					      const struct snapshot *snapshot,
					      const struct event_call *asleep)
{
	const char *run = tell_last_run(teller);
	for (size_t i = 0; is_alone(teller) && i < snapshot->count; i++) {
		const struct socket_state *row = &snapshot->rows[i];
		const struct socket_state *end = snapshot_peer(snapshot, row);
		if (row->state == SOCKET_ESTABLISHED && row->recv_q &&
		    row->owner_count == 1 && end && end->owner_count &&
		    !strcmp(row->owners[0].actor, run) &&
		    row->owners[0].fd != tell_fd_of(asleep))
			return row;
	}
	return NULL;
}

static void say_unread(const struct snapshot *snapshot,
		       const struct socket_state *row, const char *place,
		       const struct event_call *asleep, struct buf *text)
{
	const struct socket_state *end = snapshot_peer(snapshot, row);
	SENTENCE(text, "unread-elsewhere",
		 SLOT_TEXT("peer", end->owners[0].actor),
		 SLOT_NUMBER("fd", row->owners[0].fd), SLOT_TEXT("call", place),
		 SLOT_NUMBER("other", tell_fd_of(asleep)));
}

/* It sleeps in a call on one connection, and something is to do for another. */
static bool put_other(struct teller *teller, const char **lesson)
{
	const struct event_call *asleep =
		tell_peers_call_is(teller, SYSCALL_RECEIVES, "blocks")
			? find_asleep(teller)
			: NULL;
	if (!asleep ||
	    !(asleep->call.syscall->flags & (SYSCALL_RECEIVES | SYSCALL_SENDS)))
		return false;
	const char *peer = tell_beat_at(teller, tell_played(teller) - 1)->actor;
	AUTO_FREE char *place = tell_place(teller, asleep);
	struct snapshot snapshot = {0};
	struct buf text = {0};
	journal_snapshot(teller->journal, journal_count(teller->journal),
			 &snapshot);
	const struct socket_state *row = find_unread(teller, &snapshot, asleep);
	if (is_queued(&snapshot, peer))
		SENTENCE(&text, "queued-meanwhile", SLOT_TEXT("peer", peer),
			 SLOT_TEXT("call", place),
			 SLOT_NUMBER("fd", tell_fd_of(asleep)));
	else if (row)
		say_unread(&snapshot, row, place, asleep, &text);
	snapshot_done(&snapshot);
	if (!text.len)
		return false;
	*lesson = row ? "poll" : "one-at-a-time";
	tell_put_cause(teller, &text);
	return true;
}

/* --- a handshake -----------------------------------------------------------
 */

static bool put_connect(struct teller *teller, const char **lesson)
{
	const struct event_call *asleep = find_asleep(teller);
	struct snapshot snapshot = {0};
	if (!asleep || !call_is(&asleep->call, "connect"))
		return false;
	journal_snapshot(teller->journal, journal_count(teller->journal),
			 &snapshot);
	const struct socket_state *row = snapshot_find_fd(
		&snapshot, asleep->actor, (int)tell_fd_of(asleep));
	bool is_told = row && row->state == SOCKET_SYN_SENT;
	snapshot_done(&snapshot);
	if (!is_told)
		return false;
	AUTO_FREE char *place = tell_place(teller, asleep);
	struct buf text = {0};
	SENTENCE(&text, "connect-blocks", SLOT_TEXT("call", place));
	tell_put_cause(teller, &text);
	*lesson = "syn-lost";
	return true;
}

bool tell_asleep(struct teller *teller, const char **lesson)
{
	return put_other(teller, lesson) || put_connect(teller, lesson);
}
