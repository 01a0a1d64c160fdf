/* tell_holders: causes that are a socket that the program closed, or did not.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nobody can connect where the listener is closed, in Python also by giving its
 * name to something else. And a connection does not end while the process that
 * accepted it has it open, though the child that served it has ended.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "check/tell_parts.h"

#include <errno.h>
#include <string.h>

/* --- a listener that was closed --------------------------------------------
 */

static bool is_listener_at(const struct teller *teller, size_t place,
			   const struct event_call *call)
{
	struct snapshot snapshot = {0};
	journal_snapshot(teller->journal, place, &snapshot);
	const struct socket_state *row =
		snapshot_find_fd(&snapshot, call->actor, (int)tell_fd_of(call));
	bool found = row && row->state == SOCKET_LISTEN;
	snapshot_done(&snapshot);
	return found;
}

static bool has_listener(const struct teller *teller)
{
	struct snapshot snapshot = {0};
	bool found = false;
	journal_snapshot(teller->journal, journal_count(teller->journal),
			 &snapshot);
	for (size_t i = 0; i < snapshot.count; i++)
		found |= tell_is_owned(&snapshot.rows[i]) &&
			 snapshot.rows[i].state == SOCKET_LISTEN;
	snapshot_done(&snapshot);
	return found;
}

/* Where that call was entered. */
static size_t entry_of(const struct teller *teller, size_t place,
		       const struct event_call *call)
{
	for (size_t i = place; i-- > 0;) {
		const struct event_call *other = tell_call_at(teller, i);
		if (other && other->id == call->id)
			place = i;
	}
	return place;
}

/* Whether the run goes on behind that place: what it closed on its way out, as
 * `with` does for an exception, says not why it ended. */
static bool goes_on(const struct teller *teller, size_t place)
{
	const struct event *last = NULL;
	while (++place < journal_count(teller->journal)) {
		const struct event *event = journal_at(teller->journal, place);
		const struct event_call *call = tell_call_at(teller, place);
		if (call && !call_is(&call->call, "close") &&
		    !(call->call.syscall->flags & SYSCALL_ENDS_ACTOR))
			return true;
		if (event->kind == EVENT_ACTOR &&
		    !strcmp(event->as.actor.actor, tell_last_run(teller)))
			last = event;
	}
	return !last || last->as.actor.phase != ACTOR_ENDED;
}

/* The close() of the run's first process that was of its listener; NULL: none.
 * Behind a signal that the check sent it may be what is asked for. */
static const struct event_call *find_listener_close(const struct teller *teller)
{
	const char *run = tell_last_run(teller);
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		const struct event_call *call = tell_returned_at(teller, i);
		if (event->kind == EVENT_SIGNAL &&
		    tell_is_of(event->as.signal.actor, run))
			return NULL;
		if (call && call_is(&call->call, "close") &&
		    !strcmp(call->actor, run) && !call->call.result.error &&
		    tell_own_file(teller, call->source.file) &&
		    is_listener_at(teller, entry_of(teller, i, call), call))
			return goes_on(teller, i) ? call : NULL;
	}
	return NULL;
}

static bool is_python(const struct event_call *call)
{
	size_t len = call->source.file ? strlen(call->source.file) : 0;
	return len > 3 && !strcmp(call->source.file + len - 3, ".py");
}

/* Whether the line of the call accepts: `sock = sock.accept()` closes what the
 * name was of. */
static bool is_line_accepting(const struct teller *teller,
			      const struct event_call *close)
{
	for (size_t i = 0;
	     is_python(close) && i < journal_count(teller->journal); i++) {
		const struct event_call *call = tell_returned_at(teller, i);
		if (call && !strncmp(call->call.syscall->name, "accept", 6) &&
		    call->source.line == close->source.line &&
		    text_is(call->source.file, close->source.file))
			return true;
	}
	return false;
}

/* Whether a peer was refused, or a program that is one did not get through. */
static bool is_refused(const struct teller *teller)
{
	size_t played = tell_played(teller);
	const struct event_check *check = tell_unmet(teller);
	const struct beat *beat =
		played ? tell_beat_at(teller, played - 1) : NULL;
	if (!check || !beat)
		return false;
	if (beat->kind == BEAT_CALL && call_is(&beat->call, "connect"))
		return check->found && strstr(check->found, "ECONNREFUSED");
	return beat->kind == BEAT_LAUNCH &&
	       strcmp(beat->actor, LESSON_PROGRAM) != 0;
}

static bool put_listener(struct teller *teller, const char **lesson)
{
	const struct event_call *close =
		is_refused(teller) && !has_listener(teller)
			? find_listener_close(teller)
			: NULL;
	if (!close)
		return false;
	AUTO_FREE char *place = tell_place(teller, close);
	struct buf text = {0};
	SENTENCE(&text,
		 is_line_accepting(teller, close) ? "listener-lost-its-name"
						  : "listener-closed",
		 SLOT_TEXT("close", place),
		 SLOT_NUMBER("fd", tell_fd_of(close)));
	tell_put_cause(teller, &text);
	*lesson = "accept";
	return true;
}

/* --- a connection that the parent has, too ---------------------------------
 */

/* Whether the actor is a child of `parent` that has ended. */
static bool is_ended_child(const struct teller *teller, const char *actor,
			   const char *parent)
{
	bool is_child = false, has_ended = false;
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		const struct event_actor *life = &event->as.actor;
		if (event->kind != EVENT_ACTOR ||
		    strcmp(life->actor, actor) != 0)
			continue;
		is_child |= life->phase == ACTOR_BORN && !life->is_thread &&
			    text_is(life->parent, parent);
		has_ended |= life->phase == ACTOR_ENDED;
	}
	return is_child && has_ended;
}

/* The child that has ended, and had received or sent by the descriptor since
 * the parent accepted it at `place`; NULL: none, or the parent did so, too. */
static const char *find_server(const struct teller *teller, size_t place,
			       const struct event_call *accept)
{
	int64_t fd = accept->call.result.value;
	const char *child = NULL;
	while (++place < journal_count(teller->journal)) {
		const struct event_call *call = tell_returned_at(teller, place);
		if (!call || tell_fd_of(call) != fd ||
		    !(call->call.syscall->flags &
		      (SYSCALL_RECEIVES | SYSCALL_SENDS)))
			continue;
		if (!strcmp(call->actor, accept->actor))
			return NULL;
		if (is_ended_child(teller, call->actor, accept->actor))
			child = call->actor;
	}
	return child;
}

/* The last accept() that made the descriptor for its actor, and where. */
static const struct event_call *find_accept(const struct teller *teller,
					    const struct socket_owner *owner,
					    size_t *place)
{
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		const struct event_call *call = tell_returned_at(teller, i);
		if (call && !strcmp(call->actor, owner->actor) &&
		    call_makes_fd(&call->call, owner->fd)) {
			*place = i;
			return strncmp(call->call.syscall->name, "accept", 6)
				       ? NULL
				       : call;
		}
	}
	return NULL;
}

/* The accept() of a connection that one process has open, whose child served
 * it and has ended; NULL: none. */
static const struct event_call *find_kept_open(const struct teller *teller,
					       const struct snapshot *snapshot,
					       const char **child)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct socket_state *row = &snapshot->rows[i];
		size_t place;
		if (!tell_is_owned(row) || row->owner_count != 1 ||
		    row->state == SOCKET_LISTEN)
			continue;
		const struct event_call *accept =
			find_accept(teller, &row->owners[0], &place);
		if (accept && (*child = find_server(teller, place, accept)))
			return accept;
	}
	return NULL;
}

/* Whether what was not met is that the other end is told the end, or that
 * descriptors are given back. */
static bool is_about_copies(const struct teller *teller)
{
	static const char descriptors[] =
		LESSON_PROGRAM NOTATION(" descriptors");
	const struct event_check *check = tell_unmet(teller);
	return check &&
	       (tell_peers_call_is(teller, SYSCALL_RECEIVES, "blocks") ||
		!strncmp(check->text, descriptors, sizeof(descriptors) - 1));
}

static bool put_parent(struct teller *teller, const char **lesson)
{
	struct snapshot snapshot = {0};
	const char *child = NULL;
	if (!is_about_copies(teller))
		return false;
	journal_snapshot(teller->journal, journal_count(teller->journal),
			 &snapshot);
	const struct event_call *accept =
		find_kept_open(teller, &snapshot, &child);
	if (accept) {
		AUTO_FREE char *place = tell_place(teller, accept);
		struct buf text = {0};
		SENTENCE(&text, "open-in-parent", SLOT_TEXT("accept", place),
			 SLOT_NUMBER("fd", accept->call.result.value));
		tell_put_cause(teller, &text);
		*lesson = "fork";
	}
	snapshot_done(&snapshot);
	return accept;
}

/* --- a connection that was only shut down -----------------------------------
 */

/* The run's last call on the descriptor where that is shutdown(); NULL: another
 * one is. */
static const struct event_call *last_shutdown(const struct teller *teller,
					      int fd)
{
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		const struct event_call *call = tell_returned_at(teller, i);
		if (call && call_makes_fd(&call->call, fd))
			return NULL;
		if (call && tell_fd_of(call) == fd &&
		    call_is(&call->call, "shutdown"))
			return call->call.result.error ? NULL : call;
	}
	return NULL;
}

/* The connection that should be gone, and has only sent its FIN. */
static bool put_shut(struct teller *teller, const char **lesson)
{
	static const char lead[] = LESSON_PROGRAM ".",
			  gone[] = NOTATION(": gone");
	const struct event_check *check = tell_unmet(teller);
	struct snapshot snapshot = {0};
	struct buf text = {0};
	if (!check || strncmp(check->text, lead, sizeof(lead) - 1) != 0 ||
	    !text_has_suffix(check->text, gone))
		return false;
	journal_snapshot(teller->journal, journal_count(teller->journal),
			 &snapshot);
	for (size_t i = 0; i < snapshot.count && !text.len; i++) {
		const struct socket_state *row = &snapshot.rows[i];
		const struct event_call *shut =
			tell_is_owned(row) && row->state == SOCKET_FIN_WAIT2
				? last_shutdown(teller, row->owners[0].fd)
				: NULL;
		AUTO_FREE char *place = shut ? tell_place(teller, shut) : NULL;
		if (shut)
			SENTENCE(&text, "shut-not-closed",
				 SLOT_TEXT("shutdown", place),
				 SLOT_NUMBER("fd", row->owners[0].fd));
	}
	snapshot_done(&snapshot);
	if (!text.len)
		return false;
	tell_put_cause(teller, &text);
	*lesson = "half-close";
	return true;
}

/* --- a program that ended --------------------------------------------------
 */

/* Whether the run has ended by itself, well, and not asked to. */
static bool has_ended_well(const struct teller *teller)
{
	const char *run = tell_last_run(teller);
	bool has_ended = false;
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		const struct event_actor *life = &event->as.actor;
		if (event->kind == EVENT_SIGNAL &&
		    tell_is_of(event->as.signal.actor, run))
			return false;
		if (event->kind == EVENT_ACTOR && !strcmp(life->actor, run))
			has_ended = life->phase == ACTOR_ENDED &&
				    !life->signal && !life->status;
	}
	return has_ended;
}

/* Whether the run had accepted before: then it could have done so again. */
static bool has_accepted(const struct teller *teller)
{
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event_call *call = tell_returned_at(teller, i);
		if (call && !call->call.result.error &&
		    !strncmp(call->call.syscall->name, "accept", 6))
			return true;
	}
	return false;
}

static bool put_ended(struct teller *teller, const char **lesson)
{
	struct buf text = {0};
	if (!is_refused(teller) || !has_ended_well(teller) ||
	    !has_accepted(teller))
		return false;
	SENTENCE(&text, "ended-listener");
	tell_put_cause(teller, &text);
	*lesson = "accept";
	return true;
}

bool tell_holders(struct teller *teller, const char **lesson)
{
	return put_listener(teller, lesson) || put_parent(teller, lesson) ||
	       put_shut(teller, lesson) || put_ended(teller, lesson);
}
