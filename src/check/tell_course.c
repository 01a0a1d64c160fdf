/* tell_course: causes that the course of a program's calls shows.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each is about what a peer missed, or the program did not write: bytes that it
 * took and has not sent on, a connection that it closed too early, a thread
 * that the others wait for, an end that it knew and did not tell, a call that
 * it never made.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "check/tell_parts.h"
#include "journal/socket/ends.h"

#include <errno.h>
#include <string.h>

enum { THREADS_MOST = 64 };

static bool does(const struct event_call *call, unsigned flag)
{
	return call->call.syscall->flags & flag;
}

/* The last call of the run's first thread, as it stands; NULL: none. */
static const struct event_call *last_call(const struct teller *teller)
{
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		const struct event_call *call = tell_call_at(teller, i);
		if (call && !strcmp(call->actor, tell_last_run(teller)))
			return call;
	}
	return NULL;
}

/* Whether the descriptor's connection, at that place, is to the peer whose call
 * the last beat is. */
static bool is_to_peer(const struct teller *teller, size_t place,
		       const struct event_call *call)
{
	const char *peer = tell_beat_at(teller, tell_played(teller) - 1)->actor;
	const char *run = tell_last_run(teller);
	struct snapshot snapshot = {0};
	bool found = false;
	journal_snapshot(teller->journal, place, &snapshot);
	for (size_t i = 0; !found && i < snapshot.count; i++) {
		const struct socket_state *row = &snapshot.rows[i], *end;
		if (!socket_has_owner(row, call->actor,
				      (int)tell_fd_of(call)) &&
		    !socket_has_owner(row, run, (int)tell_fd_of(call)))
			continue;
		end = snapshot_peer(&snapshot, row);
		for (size_t n = 0; end && n < end->owner_count; n++)
			found |= !strcmp(end->owners[n].actor, peer);
	}
	snapshot_done(&snapshot);
	return found;
}

/* --- bytes that were taken, and not sent on --------------------------------
 */

/* Whether the actor is none of `seen`, of which it is one then. */
static bool is_first(const char **seen, size_t *count, const char *actor)
{
	for (size_t i = 0; i < *count; i++) {
		if (!strcmp(seen[i], actor))
			return false;
	}
	if (*count < THREADS_MOST)
		seen[(*count)++] = actor;
	return true;
}

/* How many bytes came by the descriptor since something was last sent there, or
 * passed on elsewhere, or since it was made; and whether anything was. */
static uint64_t kept(const struct teller *teller, const char *actor, int64_t fd,
		     bool *has_sent)
{
	uint64_t count = 0;
	*has_sent = false;
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event_call *call = tell_returned_at(teller, i);
		if (!call || call->call.result.error)
			continue;
		bool is_own = !strcmp(call->actor, actor);
		bool is_here = tell_fd_of(call) == fd;
		bool sends = does(call, SYSCALL_SENDS) && (is_here || is_own);
		if (sends || call_makes_fd(&call->call, fd)) {
			*has_sent = sends;
			count = 0;
		} else if (is_own && is_here && does(call, SYSCALL_RECEIVES)) {
			count += (uint64_t)call->call.result.value;
		}
	}
	return count;
}

/* The call in which a process or thread of the run waits for bytes of the peer
 * that waits for it; NULL: in none. */
static const struct event_call *find_receiver(const struct teller *teller)
{
	const char *seen[THREADS_MOST];
	size_t count = 0, end = journal_count(teller->journal);
	for (size_t i = end; i-- > 0;) {
		const struct event_call *call = tell_call_at(teller, i);
		if (call && is_first(seen, &count, call->actor) &&
		    call->phase != CALL_RETURN &&
		    does(call, SYSCALL_RECEIVES) &&
		    is_to_peer(teller, end, call))
			return call;
	}
	return NULL;
}

/* Whether bytes lie at one of its sockets: then it waits elsewhere. */
static bool has_unread(const struct teller *teller)
{
	struct snapshot snapshot = {0};
	bool found = false;
	journal_snapshot(teller->journal, journal_count(teller->journal),
			 &snapshot);
	for (size_t i = 0; i < snapshot.count; i++) {
		const struct socket_state *row = &snapshot.rows[i];
		found |= tell_is_owned(row) && row->recv_q &&
			 row->state == SOCKET_ESTABLISHED;
	}
	snapshot_done(&snapshot);
	return found;
}

static bool put_kept(struct teller *teller)
{
	bool has_sent;
	const struct event_call *call =
		tell_peers_call_is(teller, SYSCALL_RECEIVES, "blocks")
			? find_receiver(teller)
			: NULL;
	if (!call)
		return false;
	uint64_t count = kept(teller, call->actor, tell_fd_of(call), &has_sent);
	if (!count && (has_sent || has_unread(teller)))
		return false;
	AUTO_FREE char *place = tell_place(teller, call);
	struct buf text = {0};
	if (count)
		SENTENCE(&text, "kept", SLOT_NUMBER("count", count),
			 SLOT_TEXT("place", place));
	else
		SENTENCE(&text, "silent-so-far",
			 SLOT_TEXT("peer",
				   tell_beat_at(teller, tell_played(teller) - 1)
					   ->actor),
			 SLOT_TEXT("place", place));
	tell_put_cause(teller, &text);
	return true;
}

/* --- a connection that was closed too early --------------------------------
 */

/* The last call before `place` that transferred by the descriptor, or tried to,
 * since it was made; NULL: none. */
static const struct event_call *transfer_before(const struct teller *teller,
						size_t place, int64_t fd)
{
	while (place-- > 0) {
		const struct event_call *call = tell_returned_at(teller, place);
		if (call && call_makes_fd(&call->call, fd))
			return NULL;
		if (call && tell_fd_of(call) == fd &&
		    does(call, SYSCALL_SENDS | SYSCALL_RECEIVES))
			return call;
	}
	return NULL;
}

/* The last call of the run that closed its connection to that peer, and what it
 * transferred there last; false: none. */
static bool find_close(const struct teller *teller,
		       const struct event_call **close,
		       const struct event_call **last)
{
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		*close = tell_returned_at(teller, i);
		if (*close && call_is(&(*close)->call, "close") &&
		    is_to_peer(teller, i, *close) &&
		    (*last = transfer_before(teller, i, tell_fd_of(*close))))
			return true;
	}
	return false;
}

static bool put_closed(struct teller *teller, const char **lesson)
{
	const struct event_call *close, *last;
	bool sends = tell_peers_call_is(teller, SYSCALL_SENDS, "SIGPIPE") ||
		     tell_peers_call_is(teller, SYSCALL_SENDS, "ECONNRESET") ||
		     tell_peers_call_is(teller, SYSCALL_SENDS, "EPIPE");
	bool receives = tell_peers_call_is(teller, SYSCALL_RECEIVES, "returns");
	if ((!sends && !receives) || !find_close(teller, &close, &last))
		return false;
	AUTO_FREE char *where = tell_place(teller, close);
	AUTO_FREE char *call = tell_place(teller, last);
	struct buf text = {0};
	if (sends && does(last, SYSCALL_RECEIVES) &&
	    last->call.result.value > 0)
		SENTENCE(&text, "closed-early", SLOT_TEXT("close", where),
			 SLOT_TEXT("call", call),
			 SLOT_NUMBER("got", last->call.result.value));
	else if (receives && does(last, SYSCALL_SENDS) &&
		 last->call.result.error == EAGAIN)
		SENTENCE(&text, "closed-at-eagain", SLOT_TEXT("close", where),
			 SLOT_TEXT("call", call));
	if (!text.len)
		return false;
	*lesson = sends ? "partial-recv" : "window";
	tell_put_cause(teller, &text);
	return true;
}

/* --- threads in each other's way -------------------------------------------
 */

/* Whether that actor shares all descriptors of the program. */
static bool is_thread(const struct teller *teller, const char *actor)
{
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		if (event->kind == EVENT_ACTOR &&
		    event->as.actor.phase == ACTOR_BORN &&
		    !strcmp(event->as.actor.actor, actor))
			return event->as.actor.is_thread;
	}
	return false;
}

/* The call of that sort that a thread has not come back from, and where it
 * begins; NULL: there is none. */
static const struct event_call *find_inside(const struct teller *teller,
					    unsigned flag, size_t *place)
{
	const char *seen[THREADS_MOST];
	const struct event_call *found = NULL;
	size_t count = 0;
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		const struct event_call *call = tell_call_at(teller, i);
		if (call && found && call->id == found->id)
			*place = i;
		if (!call || found || !is_first(seen, &count, call->actor) ||
		    call->phase == CALL_RETURN || !does(call, flag) ||
		    !is_thread(teller, call->actor))
			continue;
		found = call;
		*place = i;
	}
	return found;
}

/* A descriptor that one thread gives back while another receives from it: the
 * kernel keeps the socket until that call comes back. */
static bool put_given_back(struct teller *teller, const char **lesson)
{
	size_t place;
	const struct event_call *inside =
		find_inside(teller, SYSCALL_RECEIVES, &place);
	for (size_t i = journal_count(teller->journal);
	     inside && i-- > place;) {
		const struct event_call *close = tell_returned_at(teller, i);
		if (!close || !call_is(&close->call, "close") ||
		    tell_fd_of(close) != tell_fd_of(inside))
			continue;
		AUTO_FREE char *where = tell_place(teller, close);
		AUTO_FREE char *call = tell_place(teller, inside);
		struct buf text = {0};
		SENTENCE(&text, "closed-while-inside",
			 SLOT_TEXT("close", where),
			 SLOT_NUMBER("fd", tell_fd_of(close)),
			 SLOT_TEXT("call", call));
		tell_put_cause(teller, &text);
		*lesson = "half-close";
		return true;
	}
	return false;
}

static bool put_sender(struct teller *teller, const char **lesson)
{
	size_t place;
	const struct event_call *asleep =
		find_inside(teller, SYSCALL_SENDS, &place);
	if (!asleep || asleep->phase != CALL_BLOCKED)
		return false;
	AUTO_FREE char *call = tell_place(teller, asleep);
	struct buf text = {0};
	SENTENCE(&text, "thread-sends", SLOT_TEXT("call", call),
		 SLOT_NUMBER("fd", tell_fd_of(asleep)));
	tell_put_cause(teller, &text);
	*lesson = "window";
	return true;
}

/* --- an end that was not told ----------------------------------------------
 */

static bool is_end(const struct event_call *call)
{
	const struct result *result = &call->call.result;
	return does(call, SYSCALL_RECEIVES) &&
	       (result->error == ECONNRESET ||
		(!result->error && !result->value &&
		 !call_is(&call->call, "read")));
}

/* Whether the run has written anything to its standard output. */
static bool has_written(const struct teller *teller)
{
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		if (event->kind == EVENT_TERMINAL &&
		    event->as.terminal.stream == OUTLET_OUTPUT &&
		    tell_is_of(event->as.terminal.actor, tell_last_run(teller)))
			return true;
	}
	return false;
}

/* Who has been told the end of a connection, and goes on, had what to print by
 * now; the kernel has not got it. */
static bool put_unwritten(struct teller *teller)
{
	const struct event_check *check = tell_unmet(teller);
	const struct event_call *end = NULL, *last = last_call(teller);
	if (!check || !check->found || !strstr(check->found, "nothing") ||
	    has_written(teller))
		return false;
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event_call *call = tell_returned_at(teller, i);
		if (call && is_end(call))
			end = call;
	}
	if (!end || last->id == end->id)
		return false;
	AUTO_FREE char *call = tell_place(teller, end);
	struct buf text = {0};
	SENTENCE(&text, "unwritten", SLOT_TEXT("call", call));
	tell_put_cause(teller, &text);
	return true;
}

/* --- a call that was never made --------------------------------------------
 */

/* Whether the run has called that, or had a call that failed: then that is what
 * there is to say. Of who made no call that was seen nothing is known. */
static bool has_tried(const struct teller *teller, const char *name)
{
	if (!last_call(teller))
		return true;
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event_call *call = tell_call_at(teller, i);
		if (call &&
		    (call_is(&call->call, name) ||
		     (call->phase == CALL_RETURN && call->call.result.error)))
			return true;
	}
	return false;
}

/* Whether there should be a listener of the program's, and is none. */
static bool misses_listener(const struct teller *teller)
{
	const struct event_check *check = tell_unmet(teller);
	return check && check->found && strstr(check->found, "none") &&
	       strstr(check->text, LESSON_PROGRAM ".listener:");
}

static bool put_never_called(struct teller *teller, const char **lesson)
{
	struct buf text = {0};
	if (tell_peers_call_is(teller, SYSCALL_MAKES_FD, "blocks") &&
	    !has_tried(teller, "connect")) {
		SENTENCE(&text, "never-connects");
		*lesson = "connected-before-accept";
	} else if (misses_listener(teller) && !has_tried(teller, "listen")) {
		SENTENCE(&text, "never-listens");
		*lesson = "listen";
	}
	if (!text.len)
		return false;
	tell_put_cause(teller, &text);
	return true;
}

bool tell_course(struct teller *teller, const char **lesson)
{
	return put_kept(teller) || put_closed(teller, lesson) ||
	       put_given_back(teller, lesson) || put_sender(teller, lesson) ||
	       put_unwritten(teller) || put_never_called(teller, lesson);
}
