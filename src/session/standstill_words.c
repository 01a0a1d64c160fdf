/* standstill_words: what each program waits for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A wait is told from its own end: the call, since when, who has the other end
 * and what lies in the queues.
 */
#include "base/clock.h"
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "journal/socket/ends.h"
#include "session/standstill_picture.h"

#include <netinet/in.h>
#include <stdio.h>

bool socket_is_left(const struct socket_state *row)
{
	return !row->owner_count && row->state != SOCKET_ESTABLISHED &&
	       row->state != SOCKET_CLOSE_WAIT && row->state != SOCKET_SYN_RECV;
}

/* Adds "server's fd 4" to `list`, behind what is there. */
static void add_owner(struct buf *list, const struct socket_owner *owner,
		      bool is_last)
{
	struct buf before = *list, next = {0};
	*list = (struct buf){0};
	SENTENCE(&next, "fd-of", SLOT_TEXT("actor", owner->actor),
		 SLOT_NUMBER("fd", owner->fd));
	if (!before.len)
		buf_puts(list, buf_text(&next));
	else if (!is_last)
		buf_printf(list, "%s, %s", buf_text(&before), buf_text(&next));
	else
		SENTENCE(list, "list-and", SLOT_TEXT("list", buf_text(&before)),
			 SLOT_TEXT("next", buf_text(&next)));
	buf_done(&before);
	buf_done(&next);
}

void picture_print_owners(const struct socket_state *row, struct buf *out)
{
	struct buf list = {0};
	for (size_t i = 0; i < row->owner_count; i++)
		add_owner(&list, &row->owners[i], i + 1 == row->owner_count);
	if (list.len)
		buf_puts(out, buf_text(&list));
	else
		buf_puts(out,
			 sentence_text(socket_is_left(row)
					       ? SENTENCE_ID("wait-left")
					       : SENTENCE_ID("wait-untaken")));
	buf_done(&list);
}

/* What each has and has not got. */
static void print_queues(const struct picture *picture,
			 const struct lab_wait *wait, const struct wait_fd *fd,
			 const struct socket_state *row,
			 const struct socket_state *peer, struct buf *out)
{
	struct arena arena = {0};
	struct traffic traffic =
		picture_traffic(picture, wait->process, fd->fd, true, &arena);
	const struct slot got = SLOT_NUMBER("got", traffic.got);
	buf_puts(out, "; ");
	// A send() that is not over has sent nobody says how much.
	if (fd->writes)
		SENTENCE(out, "wait-got", got);
	else
		SENTENCE(out, "wait-got-sent", got,
			 SLOT_NUMBER("sent", traffic.sent));
	// Of a UNIX socket it is memory, with the kernel's own.
	if (row->send_q && row->protocol == IPPROTO_TCP) {
		buf_puts(out, ", ");
		SENTENCE(out, "wait-not-taken",
			 SLOT_NUMBER("bytes", row->send_q));
	}
	if (fd->reads && socket_unread(row) && !socket_is_datagram(row)) {
		buf_puts(out, ", ");
		SENTENCE(out, "wait-unread",
			 SLOT_NUMBER("unread", socket_unread(row)));
	}
	if (peer && !socket_is_datagram(row)) {
		buf_puts(out, ", ");
		SENTENCE(out, "wait-unread-other",
			 SLOT_NUMBER("unread", socket_unread(peer)));
	}
	arena_done(&arena);
}

bool socket_is_connecting(const struct socket_state *row)
{
	if (socket_is_datagram(row))
		return false;
	return row->family == AF_UNIX
		       ? row->state == SOCKET_CLOSE && !row->peer_inode
		       : row->state == SOCKET_SYN_SENT;
}

/* "an answer to its SYN (fd 4)". */
static void print_connecting(const struct picture *picture,
			     const struct lab_wait *wait,
			     const struct wait_fd *fd,
			     const struct socket_state *row, struct buf *out)
{
	const struct event_call *event = picture_call(picture, wait);
	const struct address *named = event ? call_address(&event->call) : NULL;
	const struct slot number = SLOT_NUMBER("fd", fd->fd);
	struct buf address = {0};
	if (row->family != AF_UNIX) {
		SENTENCE(out, "wait-syn", number);
	} else if (named) {
		address_print(named, &address);
		SENTENCE(out, "wait-accept-queue",
			 SLOT_TEXT("address", buf_text(&address)), number);
	} else {
		SENTENCE(out, "wait-fd", number);
	}
	buf_done(&address);
}

/* "bytes, or the end, from client's fd 3 (fd 4)". */
static void print_end(const struct picture *picture,
		      const struct lab_wait *wait, const struct wait_fd *fd,
		      const struct socket_state *row, struct buf *out)
{
	const struct socket_state *peer =
		snapshot_peer(&picture->snapshot, row);
	const struct slot number = SLOT_NUMBER("fd", fd->fd);
	bool is_stream =
		row->state != SOCKET_LISTEN && !socket_is_datagram(row);
	bool sends = fd->writes && !fd->reads;
	struct buf end = {0};
	if (socket_is_connecting(row)) {
		print_connecting(picture, wait, fd, row, out);
		return;
	}
	if (is_stream && peer)
		picture_print_owners(peer, &end);
	else if (is_stream)
		buf_puts(&end, sentence_text("wait-end-of-nobody"));
	else
		socket_print_end(row, &row->local, &end);
	if (is_stream)
		SENTENCE(out, sends ? "wait-room" : "wait-bytes", number,
			 SLOT_TEXT("peer", buf_text(&end)));
	else
		SENTENCE(out,
			 row->state == SOCKET_LISTEN ? "wait-client"
			 : sends		     ? "wait-room-datagram"
						     : "wait-datagram",
			 number, SLOT_TEXT("address", buf_text(&end)));
	buf_done(&end);
	if (row->state != SOCKET_LISTEN)
		print_queues(picture, wait, fd, row, peer, out);
}

/* "fd 4" where nothing is known of it. */
static void print_fd(const struct picture *picture, const struct lab_wait *wait,
		     const struct wait_fd *fd, struct buf *out)
{
	const struct socket_state *row = picture_row(picture, wait, fd);
	if (row)
		print_end(picture, wait, fd, row, out);
	else
		SENTENCE(out, "wait-fd", SLOT_NUMBER("fd", fd->fd));
	if (wait->closed) {
		buf_puts(out, "; ");
		SENTENCE(out, "wait-closed-number", SLOT_NUMBER("fd", fd->fd));
	}
}

/* The time of the run at which the call was entered, or -1. */
static int64_t entered_at(const struct picture *picture,
			  const struct event_call *call)
{
	for (size_t i = picture->place; call && i-- > picture->origin;) {
		const struct event *event = journal_at(picture->journal, i);
		if (event->kind == EVENT_CALL &&
		    event->as.call.id == call->id &&
		    event->as.call.phase == CALL_ENTER)
			return event->time;
	}
	return -1;
}

/* "recv() since 0.420 s of the run"; before it is made, only "recv()". */
static void print_call(const struct picture *picture,
		       const struct lab_wait *wait, struct buf *out)
{
	const struct event_call *call = picture_call(picture, wait);
	const char *name = call ? call->call.syscall->name : wait->call;
	int64_t since =
		wait->kind == WAIT_LEARNER ? -1 : entered_at(picture, call);
	char time[32];
	snprintf(time, sizeof(time), "%.3f",
		 (double)since / (double)CLOCK_SECOND);
	if (!name)
		buf_puts(out, sentence_text("wait-some-call"));
	else if (since < 0)
		SENTENCE(out, "wait-call", SLOT_TEXT("call", name));
	else
		SENTENCE(out, "wait-call-since", SLOT_TEXT("call", name),
			 SLOT_TEXT("time", time));
}

static void print_sockets(const struct picture *picture,
			  const struct lab_wait *wait, struct buf *out)
{
	for (size_t i = 0; i < wait->fd_count; i++) {
		struct buf before = *out, next = {0};
		print_fd(picture, wait, &wait->fds[i], i ? &next : out);
		if (!i)
			continue;
		*out = (struct buf){0};
		SENTENCE(out, "wait-or", SLOT_TEXT("first", buf_text(&before)),
			 SLOT_TEXT("next", buf_text(&next)));
		buf_done(&before);
		buf_done(&next);
	}
}

void picture_print_wait(const struct picture *picture,
			const struct lab_wait *wait, struct buf *out)
{
	static const char *const ids[] = {
		[WAIT_NONE] = SENTENCE_OF("wait-work", actor),
		[WAIT_LEARNER] = SENTENCE_OF("wait-learner", actor, call),
		[WAIT_TIME] = SENTENCE_OF("wait-time", actor, call),
		[WAIT_SOCKETS] = SENTENCE_OF("wait-sockets", actor, call, ends),
		[WAIT_TERMINAL] = SENTENCE_OF("wait-terminal", actor, call),
		[WAIT_PIPE] = SENTENCE_OF("wait-pipe", actor, call),
		[WAIT_CHILD] = SENTENCE_OF("wait-child", actor, call),
		[WAIT_THREAD] = SENTENCE_OF("wait-thread", actor, call),
		[WAIT_SIGNAL] = SENTENCE_OF("wait-signal", actor, call),
		[WAIT_HALTED] = SENTENCE_OF("wait-halted", actor),
	};
	bool is_inside = wait->kind == WAIT_NONE && picture_call(picture, wait);
	struct buf call = {0}, ends = {0};
	print_call(picture, wait, &call);
	if (wait->kind == WAIT_SOCKETS)
		print_sockets(picture, wait, &ends);
	const struct slot slots[] = {SLOT_TEXT("actor", wait->actor),
				     SLOT_TEXT("call", buf_text(&call)),
				     SLOT_TEXT("ends", buf_text(&ends))};
	sentence_add(out,
		     is_inside ? SENTENCE_OF("wait-inside", actor, call)
			       : ids[wait->kind],
		     slots, COUNT(slots));
	buf_done(&call);
	buf_done(&ends);
}
