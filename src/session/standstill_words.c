/* standstill_words: what each program waits for, and the likely mistake.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A wait is told from its own end: the call, since when, who has the other end
 * and what lies in the queues. The mistake is told of the first that is stuck,
 * and only of what its rows show: who has not sent, not received, not closed,
 * or not asked again.
 */
#include "base/clock.h"
#include "base/count.h"
#include "base/text.h"
#include "call/table/syscalls.h"
#include "journal/finding/finding.h"
#include "journal/socket/ends.h"
#include "session/standstill_picture.h"

#include <netinet/in.h>
#include <string.h>

/* Whether a connection that no process has was closed by its process: one that
 * waits in an accept queue has sent no FIN. */
static bool has_closed(const struct socket_state *row)
{
	return !row->owner_count && row->state != SOCKET_ESTABLISHED &&
	       row->state != SOCKET_CLOSE_WAIT && row->state != SOCKET_SYN_RECV;
}

/* "server's fd 4", of all who have it. */
static void print_owners(const struct socket_state *row, struct buf *out)
{
	if (has_closed(row))
		buf_puts(out, "a connection that its process has closed");
	else if (!row->owner_count)
		buf_puts(out, "a connection in the accept queue, which nobody "
			      "has taken");
	for (size_t i = 0; i < row->owner_count; i++)
		buf_printf(out, "%s%s's fd %d",
			   !i			      ? ""
			   : i + 1 < row->owner_count ? ", "
						      : " and ",
			   row->owners[i].actor, row->owners[i].fd);
}

static void print_bytes(int64_t count, struct buf *out)
{
	buf_printf(out, "%lld byte%s", (long long)count, count_s(count));
}

/* "1 byte lies unread". */
static void print_unread(int64_t count, struct buf *out)
{
	print_bytes(count, out);
	buf_printf(out, " %s unread", count_word(count, "lies", "lie"));
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
	buf_printf(out, "; it has got ");
	print_bytes(traffic.got, out);
	// A send() that is not over has sent nobody says how much.
	if (!fd->writes)
		buf_printf(out, " and sent %lld", (long long)traffic.sent);
	// Of a UNIX socket it is memory, with the kernel's own.
	if (row->send_q && row->protocol == IPPROTO_TCP) {
		buf_puts(out, ", ");
		print_bytes(row->send_q, out);
		buf_printf(out, " of its own %s not taken yet",
			   count_word(row->send_q, "is", "are"));
	}
	if (fd->reads && socket_unread(row) && !socket_is_datagram(row)) {
		buf_puts(out, ", ");
		print_unread(socket_unread(row), out);
		buf_puts(out, " in it");
	}
	if (peer && !socket_is_datagram(row)) {
		buf_puts(out, ", ");
		print_unread(socket_unread(peer), out);
		buf_puts(out, " at the other end");
	}
	arena_done(&arena);
}

static void print_fd(const struct picture *picture, const struct lab_wait *wait,
		     const struct wait_fd *fd, struct buf *out)
{
	const struct socket_state *row = picture_row(picture, wait, fd);
	if (!row) {
		buf_printf(out, "fd %d", fd->fd);
		return;
	}
	const struct socket_state *peer =
		snapshot_peer(&picture->snapshot, row);
	bool is_stream = !socket_is_datagram(row);
	if (row->state == SOCKET_LISTEN) {
		buf_puts(out, "a client at ");
		socket_print_end(row, &row->local, out);
	} else if (fd->writes && !fd->reads) {
		buf_puts(out, "room to send to ");
	} else {
		buf_puts(out, is_stream ? "bytes, or the end, from "
					: "a datagram at ");
	}
	if (row->state != SOCKET_LISTEN && is_stream && peer)
		print_owners(peer, out);
	else if (row->state != SOCKET_LISTEN && is_stream)
		buf_puts(out, "an end that no process has");
	else if (row->state != SOCKET_LISTEN)
		socket_print_end(row, &row->local, out);
	buf_printf(out, " (fd %d)", fd->fd);
	if (row->state != SOCKET_LISTEN)
		print_queues(picture, wait, fd, row, peer, out);
}

/* "since 0.42 s": the time of the run at which its call was entered. */
static void print_since(const struct picture *picture,
			const struct event_call *call, struct buf *out)
{
	for (size_t i = picture->place; call && i-- > picture->origin;) {
		const struct event *event = journal_at(picture->journal, i);
		if (event->kind != EVENT_CALL || event->as.call.id != call->id)
			continue;
		if (event->as.call.phase != CALL_ENTER)
			continue;
		buf_printf(out, " since %.3f s of the run",
			   (double)event->time / (double)CLOCK_SECOND);
		return;
	}
}

static void print_sockets(const struct picture *picture,
			  const struct lab_wait *wait, struct buf *out)
{
	buf_puts(out, " for ");
	for (size_t i = 0; i < wait->fd_count; i++) {
		buf_puts(out, i ? "; or for " : "");
		print_fd(picture, wait, &wait->fds[i], out);
	}
}

void picture_print_wait(const struct picture *picture,
			const struct lab_wait *wait, struct buf *out)
{
	static const char *const words[] = {
		[WAIT_NONE] = " is at work",
		[WAIT_LEARNER] = " is stopped before ",
		[WAIT_TIME] = ", which ends by itself",
		[WAIT_TERMINAL] = " for a line at its terminal",
		[WAIT_PIPE] = " for the other end of a pipe",
		[WAIT_CHILD] = " for a child of its own to end",
		[WAIT_THREAD] = " for another thread, or a lock",
		[WAIT_SIGNAL] = " for a signal",
		[WAIT_HALTED] = " was stopped by a signal, until SIGCONT",
	};
	const struct event_call *call = picture_call(picture, wait);
	const char *name = call ? call->call.syscall->name : wait->call;
	buf_puts(out, wait->actor);
	if (wait->kind == WAIT_NONE && call) {
		buf_printf(out, " is in %s()", name);
		print_since(picture, call, out);
		return;
	}
	if (wait->kind != WAIT_NONE && wait->kind != WAIT_HALTED &&
	    wait->kind != WAIT_LEARNER) {
		buf_printf(out, " waits in %s()", name ? name : "a call");
		print_since(picture, call, out);
	}
	if (wait->kind == WAIT_SOCKETS)
		print_sockets(picture, wait, out);
	else
		buf_puts(out, words[wait->kind]);
	if (wait->kind == WAIT_LEARNER)
		buf_printf(out, "%s()", name ? name : "a call");
}

/* --- the likely mistake ----------------------------------------------------
 */

/* Who is to do something with the other end, and does it not. */
static const struct lab_wait *find_process(const struct picture *picture,
					   const char *process)
{
	for (size_t i = 0; i < picture->count; i++) {
		const struct lab_wait *wait = &picture->waits[i];
		if (wait->actor && text_is(wait->process, process))
			return wait;
	}
	return NULL;
}

static bool is_text(const struct bytes *bytes)
{
	bool found = bytes->len > 0;
	for (size_t i = 0; found && i < bytes->len; i++) {
		unsigned char letter = bytes->data[i];
		found = letter >= ' ' || strchr("\t\r\n", letter);
		found = found && letter;
	}
	return found;
}

/* Who reads lines waits for the newline that was not sent, and who reads all
 * for the end. */
static void say_terminator(const struct picture *picture,
			   const struct lab_wait *wait, int fd,
			   const char *reader, struct buf *out)
{
	struct arena arena = {0};
	struct traffic traffic =
		picture_traffic(picture, wait->process, fd, true, &arena);
	const struct bytes *last = &traffic.last;
	if (is_text(last) && last->data[last->len - 1] != '\n') {
		buf_printf(out, "; the last that %s sent, ", wait->actor);
		text_quote(out, last->data, last->len, 32);
		buf_printf(out,
			   ", ends without a newline: when %s reads lines, it "
			   "waits for that, and when it reads to the end, for "
			   "shutdown() or close() of %s",
			   reader, wait->actor);
	}
	arena_done(&arena);
}

/* Neither has sent anything; what they wrote may be in no queue of the kernel.
 */
static void say_buffered(const struct picture *picture,
			 const struct lab_wait *wait, int fd,
			 const struct lab_wait *other,
			 const struct socket_owner *owner, struct buf *out)
{
	struct arena arena = {0};
	struct traffic one =
		picture_traffic(picture, wait->process, fd, true, &arena);
	struct traffic two = picture_traffic(picture, other->process, owner->fd,
					     true, &arena);
	if (!one.sent && !two.sent)
		buf_puts(out, "; neither has sent a byte: what a program "
			      "writes into a buffer of its own, as of stdio or "
			      "makefile(), is sent when that is flushed");
	arena_done(&arena);
}

static void say_reader(const struct picture *picture,
		       const struct lab_wait *wait, const struct wait_fd *fd,
		       const struct socket_state *peer, struct buf *out)
{
	const struct socket_owner *owner = &peer->owners[0];
	const struct lab_wait *other =
		picture_find_waiting(picture, owner, true);
	if (other && other != wait) {
		buf_printf(out,
			   "%s and %s each wait to receive from the other, and "
			   "nobody sends",
			   wait->actor, other->actor);
		say_terminator(picture, wait, fd->fd, other->actor, out);
		say_terminator(picture, other, owner->fd, wait->actor, out);
		say_buffered(picture, wait, fd->fd, other, owner, out);
		return;
	}
	buf_printf(out, "%s waits for bytes, or the end of the stream, and ",
		   wait->actor);
	print_owners(peer, out);
	buf_printf(out,
		   ", the other end, %s open: nobody sends there, and the end "
		   "comes when the last of them is closed",
		   count_word(peer->owner_count, "is", "are"));
	if (socket_unread(peer)) {
		buf_puts(out, "; ");
		print_unread(socket_unread(peer), out);
		buf_puts(out, " there");
	}
	other = find_process(picture, owner->actor);
	if (other && other != wait) {
		buf_puts(out, "; ");
		picture_print_wait(picture, other, out);
	}
}

static void say_writer(const struct picture *picture,
		       const struct lab_wait *wait,
		       const struct socket_state *peer, struct buf *out)
{
	const struct socket_owner *owner = &peer->owners[0];
	const struct lab_wait *other =
		picture_find_waiting(picture, owner, false);
	if (other && other != wait)
		buf_printf(out,
			   "%s and %s each send to the other and neither "
			   "receives: both buffers are full",
			   wait->actor, other->actor);
	else
		buf_printf(out,
			   "%s sends into full buffers: %s does not receive "
			   "from its descriptor %d",
			   wait->actor, owner->actor, owner->fd);
}

/* The last datagram that left the socket, or NULL. */
static const struct event_packet *last_sent(const struct picture *picture,
					    const struct socket_state *row)
{
	const struct event_packet *last = NULL;
	for (size_t i = picture->origin; i < picture->place; i++) {
		const struct event_packet *packet =
			&journal_at(picture->journal, i)->as.packet;
		if (journal_at(picture->journal, i)->kind == EVENT_PACKET &&
		    packet->packet.protocol == row->protocol &&
		    address_port(&packet->packet.from) ==
			    address_port(&row->local))
			last = packet;
	}
	return last;
}

static void say_datagram(const struct picture *picture,
			 const struct lab_wait *wait,
			 const struct socket_state *row, struct buf *out)
{
	const struct event_packet *last = last_sent(picture, row);
	buf_printf(out, "%s waits for the answer to a datagram", wait->actor);
	if (last && last->fate == PACKET_DROPPED)
		buf_printf(out,
			   " that was lost on the wire (packet %u): UDP does "
			   "not send it again, so a program must, behind a "
			   "timeout",
			   last->number);
	else if (last)
		buf_printf(out,
			   ", and nobody is about to send one: the last that "
			   "it sent is packet %u; without a timeout a lost "
			   "datagram is waited for without end",
			   last->number);
	else
		buf_puts(out, ", and nobody is about to send one");
}

/* Returns the lesson that teaches it, or NULL. */
const char *picture_say_mistake(const struct picture *picture,
				const struct lab_wait *wait, struct buf *out)
{
	const struct wait_fd *fd = &wait->fds[0];
	const struct socket_state *row = picture_row(picture, wait, fd);
	const struct socket_state *peer =
		row ? snapshot_peer(&picture->snapshot, row) : NULL;
	const char *lesson =
		row ? picture_say_own(picture, wait, fd, row, peer, out) : NULL;
	if (lesson)
		return lesson;
	if (row && socket_is_datagram(row)) {
		say_datagram(picture, wait, row, out);
		return "udp-lost";
	}
	if (peer && has_closed(peer)) {
		buf_printf(
			out,
			"%s waits for the other end of descriptor %d, which "
			"its process has closed: nobody reads there any more",
			wait->actor, fd->fd);
		return "window";
	}
	if (!peer || !peer->owner_count) {
		buf_printf(out,
			   "%s waits for the other end of descriptor %d, which "
			   "no process has taken",
			   wait->actor, fd->fd);
		return "connected-before-accept";
	}
	if (!fd->reads) {
		say_writer(picture, wait, peer, out);
		return "window";
	}
	say_reader(picture, wait, fd, peer, out);
	return finding_row(FINDING_STANDSTILL)->lesson;
}
