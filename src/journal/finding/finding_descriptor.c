/* finding_descriptor: mistakes with the numbers that sockets have.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A number that was given back is another file's as soon as one is opened: who
 * uses it then means a socket and gets something else. Who keeps one keeps the
 * connection, for a FIN goes out with the last descriptor only: a parent's
 * counts, too, and a server that never reads what a client's end says.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "journal/finding/finding_parts.h"

#include <errno.h>
#include <string.h>

static bool was_accepted(const struct descriptor *descriptor)
{
	return descriptor->made.call &&
	       !strncmp(descriptor->made.call, "accept", 6);
}

/* --- used after close() ----------------------------------------------------
 */

static struct gone_number *gone_of(struct process *process, int64_t fd)
{
	for (struct gone_number *gone = process->gone; gone;
	     gone = gone->next) {
		if (gone->fd == fd)
			return gone;
	}
	return NULL;
}

void finding_gone(struct findings *findings, struct process *process,
		  const struct event_call *event, int64_t fd)
{
	struct gone_number *gone = gone_of(process, fd);
	if (!gone) {
		gone = arena_alloc(&findings->arena, sizeof(*gone));
		gone->next = process->gone;
		process->gone = gone;
		gone->fd = fd;
	}
	gone->at = call_place_of(findings, event);
	gone->is_over = !call_is(&event->call, "close");
}

/* Another file had the number, out of sight, and is closed now. */
void finding_gone_again(struct findings *findings, struct process *process,
			const struct event_call *event)
{
	int64_t fd = event->call.args[call_fd_arg(&event->call)].num;
	if (gone_of(process, fd))
		finding_gone(findings, process, event, fd);
}

void finding_made(struct process *process, int64_t fd)
{
	struct gone_number *gone = gone_of(process, fd);
	if (gone)
		gone->is_over = true;
}

/* A program that closes all numbers there may be does not mean this one, and
 * its other calls are not seen: close() alone proves nothing. */
void finding_bad_number(struct findings *findings, struct process *process,
			const struct event_call *event)
{
	int arg = call_fd_arg(&event->call);
	int64_t fd = arg < 0 ? -1 : event->call.args[arg].num;
	struct gone_number *gone = gone_of(process, fd);
	if (!gone || gone->is_over || call_is(&event->call, "close"))
		return;
	struct call_place at = call_place_of(findings, event);
	AUTO_FREE char *before = call_place_text(&gone->at);
	AUTO_FREE char *place = call_place_text(&at);
	struct buf text = {0};
	SENTENCE(&text, "used-closed", SLOT_TEXT("close", before),
		 SLOT_NUMBER("fd", fd), SLOT_TEXT("call", place));
	finding_tell(findings, FINDING_USED_CLOSED, event->actor, &at,
		     buf_text(&text));
	buf_done(&text);
	gone->is_over = true;
}

/* --- never closed ----------------------------------------------------------
 */

void finding_let_go(struct process *child, const struct descriptor *copy,
		    const char *actor)
{
	struct process *parent = child->parent;
	for (size_t i = 0; parent && i < parent->count; i++) {
		struct descriptor *own = &parent->descriptors[i];
		if (copy->is_inherited && own->made.id == copy->made.id &&
		    own->fd == copy->fd && !own->let_go_by)
			own->let_go_by = actor;
	}
}

void finding_accepted(struct process *process, int64_t fd)
{
	for (size_t i = 0; i < process->count; i++) {
		struct descriptor *own = &process->descriptors[i];
		if (own->fd == fd || !was_accepted(own))
			continue;
		own->is_kept |= own->let_go_by && !own->is_used;
		own->clients += own->has_end;
	}
}

void finding_touched(struct descriptor *descriptor)
{
	descriptor->is_used = true;
	descriptor->clients = 0;
}

/* Accepted ones whose other end has sent its FIN, and that are still open. */
static unsigned count_ended(const struct process *process)
{
	unsigned count = 0;
	for (size_t i = 0; i < process->count; i++) {
		const struct descriptor *own = &process->descriptors[i];
		count +=
			!own->is_inherited && was_accepted(own) && own->has_end;
	}
	return count;
}

/* How many clients must have been accepted since, to be a proof: fewer where
 * several were kept so by a process that has ended by itself. */
static unsigned clients_least(const struct process *process, bool is_killed)
{
	enum { LEAST = 2, KEPT_LEAST = 2 };
	return !is_killed && count_ended(process) >= KEPT_LEAST ? 1 : LEAST;
}

/* Says that it should have been closed, and what shows it; false: nothing
 * does. */
static bool say_left_open(const struct descriptor *left, const char *actor,
			  unsigned least, struct buf *text)
{
	AUTO_FREE char *made = call_place_text(&left->made);
	const struct slot who = SLOT_TEXT("actor", actor);
	const struct slot fd = SLOT_NUMBER("fd", left->fd);
	const struct slot call = SLOT_TEXT("call", made);
	if (left->is_gone_on) {
		AUTO_FREE char *end = call_place_text(&left->ended);
		SENTENCE(text, "left-open-end", who, fd, call,
			 SLOT_TEXT("end", end));
		return true;
	}
	if (left->is_kept) {
		SENTENCE(text, "left-open-by-child", who, fd, call,
			 SLOT_TEXT("child", left->let_go_by));
		return true;
	}
	if (left->clients < least)
		return false;
	SENTENCE(text, "left-open-clients", who, fd, call,
		 SLOT_NUMBER("clients", left->clients));
	return true;
}

void finding_left_open(struct findings *findings, const char *actor,
		       const struct process *process, bool is_killed)
{
	unsigned least = clients_least(process, is_killed);
	for (size_t i = 0; i < process->count; i++) {
		const struct descriptor *left = &process->descriptors[i];
		struct buf text = {0};
		if (!left->is_inherited &&
		    say_left_open(left, actor, least, &text))
			finding_tell(findings, FINDING_LEFT_OPEN, actor,
				     &left->made, buf_text(&text));
		buf_done(&text);
	}
}

/* --- a listener ------------------------------------------------------------
 */

bool finding_used_listener(struct findings *findings,
			   const struct event_call *event,
			   struct descriptor *descriptor)
{
	unsigned flags = event->call.syscall->flags;
	int error = event->call.result.error;
	bool takes = flags & SYSCALL_RECEIVES && error == ENOTCONN;
	bool gives = flags & SYSCALL_SENDS && error == EPIPE;
	if ((!takes && !gives) || !descriptor->listens.id ||
	    descriptor->is_shut)
		return false;
	if (descriptor->is_told)
		return true;
	struct call_place at = call_place_of(findings, event);
	AUTO_FREE char *place = call_place_text(&at);
	AUTO_FREE char *listens = call_place_text(&descriptor->listens);
	struct buf text = {0};
	descriptor->is_told = true;
	SENTENCE(&text, "used-listener", SLOT_TEXT("call", place),
		 SLOT_TEXT("error", takes ? "ENOTCONN" : "EPIPE"),
		 SLOT_NUMBER("fd", descriptor->fd),
		 SLOT_TEXT("listen", listens));
	finding_tell(findings, FINDING_USED_LISTENER, event->actor, &at,
		     buf_text(&text));
	buf_done(&text);
	return true;
}

/* --- no room for the address -----------------------------------------------
 */

void finding_no_length(struct findings *findings,
		       const struct event_call *event)
{
	static const char *const calls[] = {"accept", "accept4", "getpeername",
					    "getsockname", "recvfrom"};
	bool gives = false;
	for (size_t i = 0; i < COUNT(calls); i++)
		gives |= call_is(&event->call, calls[i]);
	if (!gives || event->call.room != CALL_ROOM_EMPTY)
		return;
	struct call_place at = call_place_of(findings, event);
	AUTO_FREE char *place = call_place_text(&at);
	struct buf text = {0};
	SENTENCE(&text, "no-length", SLOT_TEXT("call", place));
	finding_tell(findings, FINDING_NO_LENGTH, event->actor, &at,
		     buf_text(&text));
	buf_done(&text);
}
