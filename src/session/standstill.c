/* standstill: programs of which none can move any more.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * That they all sleep, and in what, says the lab (lab/trace/trace_waits.h);
 * who has the other end, and what lies in the queues, the rows of the kernel
 * that the journal has. Whether it is a hang depends on what is waited for. A
 * connection ends, or goes on, by whoever has its other end, and that one
 * sleeps, too. A listener, and a datagram socket that was not asked from
 * first, wait for somebody who may still come, and so does who reads its
 * terminal: the learner starts a client, or types.
 *
 * It is looked for between the steps, four times a second, as the lab is; two
 * looks must find all asleep with no turn of a processor in between.
 */
#include "session/standstill.h"

#include "base/clock.h"
#include "base/count.h"
#include "base/text.h"
#include "call/table/syscalls.h"
#include "journal/socket/ends.h"
#include "lab/trace/trace_waits.h"
#include "session/parts.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

enum { LOOK_EVERY = 250 * 1000 * 1000 };

/* All that is told from. */
struct picture {
	const struct journal *journal;
	size_t origin, place;
	struct snapshot snapshot;
	struct lab_wait *waits;
	size_t count;
};

/* What went through a descriptor since it was made. */
struct traffic {
	int64_t sent, got;
	bool sent_first;   /* before it received anything */
	struct bytes last; /* what it received, or sent, in the last call */
};

static void picture_open(struct picture *picture, const struct session *session)
{
	*picture = (struct picture){
		.journal = session->journal,
		.origin = session_origin(session),
		.place = journal_count(session->journal),
	};
	journal_snapshot(picture->journal, picture->place, &picture->snapshot);
	if (session->lab)
		picture->waits = lab_waits(session->lab, &picture->count);
}

static void picture_done(struct picture *picture)
{
	snapshot_done(&picture->snapshot);
	free(picture->waits);
}

static const struct socket_state *row_of(const struct picture *picture,
					 const struct lab_wait *wait,
					 const struct wait_fd *fd)
{
	return wait->process ? snapshot_find_fd(&picture->snapshot,
						wait->process, fd->fd)
			     : NULL;
}

static const struct event_call *open_call(const struct picture *picture,
					  const struct lab_wait *wait)
{
	return wait->actor && wait->is_inside
		       ? journal_open_call(picture->journal, picture->place,
					   wait->actor)
		       : NULL;
}

/* --- what went through -----------------------------------------------------
 */

/* Whether the actor is one of the process: the one that leads it, or another
 * thread that is there still. */
static bool is_of(const struct picture *picture, const char *actor,
		  const char *process)
{
	if (!strcmp(actor, process))
		return true;
	for (size_t i = 0; i < picture->count; i++) {
		const struct lab_wait *wait = &picture->waits[i];
		if (wait->actor && wait->process &&
		    !strcmp(wait->actor, actor) &&
		    !strcmp(wait->process, process))
			return true;
	}
	return false;
}

static void count_call(struct traffic *traffic, const struct call *call,
		       bool keeps_sent, struct arena *arena)
{
	int64_t value = call->result.value;
	struct bytes bytes = {0};
	if (call->syscall->flags & SYSCALL_SENDS) {
		traffic->sent_first |= !traffic->got;
		traffic->sent += value;
		if (keeps_sent && call_sent(call, arena, &bytes))
			traffic->last = bytes;
	} else if (call->syscall->flags & SYSCALL_RECEIVES) {
		traffic->got += value;
		if (!keeps_sent)
			traffic->last = call->result.data;
	}
}

/* `keeps_sent`: the last bytes are those that it sent, else that it got. */
static struct traffic traffic_of(const struct picture *picture,
				 const char *process, int fd, bool keeps_sent,
				 struct arena *arena)
{
	struct traffic traffic = {0};
	for (size_t i = picture->origin; i < picture->place; i++) {
		const struct event *event = journal_at(picture->journal, i);
		const struct call *call = &event->as.call.call;
		if (event->kind != EVENT_CALL ||
		    event->as.call.phase != CALL_RETURN ||
		    call->result.value < 0 || call->result.signal ||
		    !is_of(picture, event->as.call.actor, process))
			continue;
		int arg = call_fd_arg(call);
		if (call_makes_fd(call, fd))
			traffic = (struct traffic){0};
		else if (arg >= 0 && call->args[arg].num == fd)
			count_call(&traffic, call, keeps_sent, arena);
	}
	return traffic;
}

static int64_t unread(const struct socket_state *row)
{
	bool has_fin =
		row->protocol == IPPROTO_TCP && row->recv_q &&
		(row->state == SOCKET_CLOSE_WAIT ||
		 row->state == SOCKET_LAST_ACK || row->state == SOCKET_CLOSING);
	return (int64_t)row->recv_q - has_fin;
}

/* --- what is waited for ----------------------------------------------------
 */

static bool is_datagram(const struct socket_state *row)
{
	return row->type != SOCK_STREAM && row->type != SOCK_SEQPACKET;
}

/* Whether somebody who was not there yet may end the wait. */
static bool waits_for_newcomer(const struct picture *picture,
			       const struct lab_wait *wait,
			       const struct wait_fd *fd)
{
	const struct socket_state *row = row_of(picture, wait, fd);
	if (!row)
		return true; // no proof that nobody comes
	if (row->state == SOCKET_LISTEN)
		return true;
	if (!is_datagram(row))
		return false;
	struct arena arena = {0};
	bool asked = traffic_of(picture, wait->process, fd->fd, true, &arena)
			     .sent_first;
	arena_done(&arena);
	return fd->reads && !asked;
}

/* Whether all that it waits for would have to come from those that are there.
 */
static bool is_stuck(const struct picture *picture, const struct lab_wait *wait)
{
	if (wait->kind != WAIT_SOCKETS)
		return false;
	for (size_t i = 0; i < wait->fd_count; i++) {
		if (waits_for_newcomer(picture, wait, &wait->fds[i]))
			return false;
	}
	return wait->fd_count > 0;
}

/* The first that is stuck, or NULL. */
static const struct lab_wait *find_stuck(const struct picture *picture)
{
	for (size_t i = 0; i < picture->count; i++) {
		if (picture->waits[i].actor &&
		    is_stuck(picture, &picture->waits[i]))
			return &picture->waits[i];
	}
	return NULL;
}

static enum standstill judge(const struct picture *picture)
{
	bool is_open = false;
	for (size_t i = 0; i < picture->count; i++) {
		const struct lab_wait *wait = &picture->waits[i];
		if (wait->kind == WAIT_TERMINAL)
			return STANDSTILL_REST;
		is_open |= wait->kind == WAIT_SIGNAL ||
			   (wait->kind == WAIT_SOCKETS &&
			    !is_stuck(picture, wait));
	}
	return find_stuck(picture) || !is_open ? STANDSTILL_HANG
					       : STANDSTILL_REST;
}

/* --- in words --------------------------------------------------------------
 */

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

/* What each has and has not got. */
static void print_queues(const struct picture *picture,
			 const struct lab_wait *wait, const struct wait_fd *fd,
			 const struct socket_state *row,
			 const struct socket_state *peer, struct buf *out)
{
	struct arena arena = {0};
	struct traffic traffic =
		traffic_of(picture, wait->process, fd->fd, true, &arena);
	buf_printf(out, "; it has got ");
	print_bytes(traffic.got, out);
	// A send() that is not over has sent nobody says how much.
	if (!fd->writes)
		buf_printf(out, " and sent %lld", (long long)traffic.sent);
	if (row->send_q && !is_datagram(row)) {
		buf_puts(out, ", ");
		print_bytes(row->send_q, out);
		buf_puts(out, " of its own are not taken yet");
	}
	if (peer && !is_datagram(row)) {
		buf_puts(out, ", ");
		print_bytes(unread(peer), out);
		buf_puts(out, " lie unread at the other end");
	}
	arena_done(&arena);
}

static void print_fd(const struct picture *picture, const struct lab_wait *wait,
		     const struct wait_fd *fd, struct buf *out)
{
	const struct socket_state *row = row_of(picture, wait, fd);
	if (!row) {
		buf_printf(out, "fd %d", fd->fd);
		return;
	}
	const struct socket_state *peer =
		snapshot_peer(&picture->snapshot, row);
	bool is_stream = !is_datagram(row);
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

static void print_wait(const struct picture *picture,
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
		[WAIT_HALTED] = " stands still: a signal stopped it",
	};
	const struct event_call *call = open_call(picture, wait);
	const char *name = call ? call->call.syscall->name : wait->call;
	buf_puts(out, wait->actor);
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

/* One after the other; what nobody was told of waits for nobody told. */
static void print_all(const struct picture *picture, const char *before,
		      const char *behind, struct buf *out)
{
	for (size_t i = 0; i < picture->count; i++) {
		if (!picture->waits[i].actor)
			continue;
		buf_puts(out, before);
		print_wait(picture, &picture->waits[i], out);
		buf_puts(out, behind);
	}
}

void session_print_waits(const struct session *session, struct buf *out)
{
	struct picture picture;
	picture_open(&picture, session);
	print_all(&picture, "  ", "\n", out);
	for (size_t i = 0; i < session->waiting_count; i++)
		buf_printf(out, "  %s has not begun: no socket listens%s\n",
			   session->waiting[i].actor,
			   session->waiting[i].number ? " at its port" : "");
	picture_done(&picture);
}

/* --- the likely mistake ----------------------------------------------------
 */

/* Who waits for that descriptor of the process, in that direction; NULL. */
static const struct lab_wait *find_waiting(const struct picture *picture,
					   const struct socket_owner *owner,
					   bool reads)
{
	for (size_t i = 0; i < picture->count; i++) {
		const struct lab_wait *wait = &picture->waits[i];
		if (!wait->actor || !wait->process ||
		    strcmp(wait->process, owner->actor) != 0)
			continue;
		for (size_t n = 0; n < wait->fd_count; n++) {
			const struct wait_fd *fd = &wait->fds[n];
			if (fd->fd == owner->fd &&
			    (reads ? fd->reads : fd->writes))
				return wait;
		}
	}
	return NULL;
}

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

/* Who reads lines waits for the newline that was not sent. */
static void say_terminator(const struct picture *picture,
			   const struct lab_wait *wait, int fd,
			   const char *reader, struct buf *out)
{
	struct arena arena = {0};
	struct traffic traffic =
		traffic_of(picture, wait->process, fd, true, &arena);
	const struct bytes *last = &traffic.last;
	if (last->len && last->data[last->len - 1] != '\n') {
		buf_printf(out, "; the last that %s sent, ", wait->actor);
		text_quote(out, last->data, last->len, 32);
		buf_printf(out,
			   ", ends without a newline: when %s reads lines, it "
			   "waits for that",
			   reader);
	}
	arena_done(&arena);
}

static void say_reader(const struct picture *picture,
		       const struct lab_wait *wait, const struct wait_fd *fd,
		       const struct socket_state *peer, struct buf *out)
{
	const struct socket_owner *owner = &peer->owners[0];
	const struct lab_wait *other = find_waiting(picture, owner, true);
	if (other && other != wait) {
		buf_printf(out,
			   "%s and %s each wait to receive from the other, and "
			   "nobody sends",
			   wait->actor, other->actor);
		say_terminator(picture, wait, fd->fd, other->actor, out);
		say_terminator(picture, other, owner->fd, wait->actor, out);
		return;
	}
	buf_printf(out, "%s waits for bytes, or the end of the stream, and ",
		   wait->actor);
	print_owners(peer, out);
	buf_printf(out,
		   ", the other end, %s open: nobody sends there, and the end "
		   "comes when the last of them is closed",
		   count_word(peer->owner_count, "is", "are"));
	other = find_process(picture, owner->actor);
	if (other && other != wait) {
		buf_puts(out, "; ");
		print_wait(picture, other, out);
	}
}

static void say_writer(const struct picture *picture,
		       const struct lab_wait *wait,
		       const struct socket_state *peer, struct buf *out)
{
	const struct socket_owner *owner = &peer->owners[0];
	const struct lab_wait *other = find_waiting(picture, owner, false);
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
static const char *say_mistake(const struct picture *picture,
			       const struct lab_wait *wait, struct buf *out)
{
	const struct wait_fd *fd = &wait->fds[0];
	const struct socket_state *row = row_of(picture, wait, fd);
	const struct socket_state *peer =
		row ? snapshot_peer(&picture->snapshot, row) : NULL;
	if (row && is_datagram(row)) {
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

static void tell_mistake(struct session *session, const struct picture *picture)
{
	const struct lab_wait *wait = find_stuck(picture);
	const struct event_call *call = wait ? open_call(picture, wait) : NULL;
	struct buf text = {0};
	if (!wait)
		return;
	const char *lesson = say_mistake(picture, wait, &text);
	struct event event = {
		.kind = EVENT_FINDING,
		.as.finding = {.word = finding_row(FINDING_STANDSTILL)->word,
			       .actor = wait->actor,
			       .call = call ? call->id : 0,
			       .text = buf_text(&text),
			       .lesson = lesson,
			       .source = call ? call->source
					      : (struct event_source){0}},
	};
	journal_append(session->journal, &event);
	buf_done(&text);
}

static void tell_hang(struct session *session, const struct picture *picture)
{
	struct buf text = {0};
	buf_puts(&text, "nothing can move any more");
	for (size_t i = 0; i < picture->count; i++) {
		if (!picture->waits[i].actor)
			continue;
		buf_puts(&text, text.len > 30 ? "; " : ": ");
		print_wait(picture, &picture->waits[i], &text);
	}
	session_note(session, buf_text(&text));
	buf_done(&text);
	tell_mistake(session, picture);
}

/* --- looking ---------------------------------------------------------------
 */

static void look(struct session *session)
{
	struct picture picture;
	picture_open(&picture, session);
	session->standstill = judge(&picture);
	// Who makes calls by himself can send what they wait for.
	if (session->lesson->actor_count)
		session->standstill = STANDSTILL_REST;
	if (session->standstill == STANDSTILL_HANG)
		tell_hang(session, &picture);
	picture_done(&picture);
}

static void handle_look(void *data)
{
	struct session *session = data;
	if (session->busy || !session->lab || !lab_is_still(session->lab))
		session->standstill = STANDSTILL_NONE;
	else if (session->standstill == STANDSTILL_NONE)
		look(session);
	session_watch_standstill(session);
}

void session_watch_standstill(struct session *session)
{
	session->looks.fn = handle_look;
	session->looks.data = session;
	loop_timer_set(session->loop, &session->looks,
		       clock_now() + LOOK_EVERY);
}

enum standstill session_standstill(const struct session *session)
{
	return session->standstill;
}
