/* stream: a run of programs as lines in the order in which things happened.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call is told when it comes back, for only then strace(1) can say it in one
 * line; the packets that it sent came before that. So they are held back until
 * the call's line is there, and stand below it. When something of another actor
 * is to be told first, the call becomes two lines, as of strace -f, and the
 * packets stand between them. A bare ACK is held back behind others only: the
 * kernel sends it when it likes, whatever the actor is doing.
 */
#include "show/plain/stream.h"

#include "base/sentence.h"
#include "call/print.h"
#include "call/table/syscalls.h"
#include "show/plain/plain_state.h"
#include "show/plain/stream_actor.h"
#include "show/plain/stream_reason.h"
#include "show/plain/stream_row.h"
#include "show/plain/stream_socket.h"
#include "show/view/view.h"

#include <string.h>

void stream_done(struct stream *stream)
{
	stream_sockets_done(stream);
	stream_actors_done(stream);
	buf_done(&stream->held);
	stream_repeat_done(&stream->repeat);
	*stream = (struct stream){0};
}

/* --- calls -----------------------------------------------------------------
 */

static void tell_held(struct stream *stream, struct buf *out)
{
	buf_add(out, buf_text(&stream->held), stream->held.len);
	buf_clear(&stream->held);
}

static void tell_entry(struct stream *stream, const struct event_call *call,
		       struct buf *out)
{
	struct stream_actor *actor = stream_actor_find(stream, call->actor);
	stream_actor_tell_lookups(actor, out);
	buf_printf(out, "%s: ", call->actor);
	call_print_strace_entry(&call->call, out);
	buf_putc(out, '\n');
	stream_actor_note_told(actor, call->id);
	tell_held(stream, out);
}

/* Before a line that is not of the call which lines are held back for. */
static void tell_cause(struct stream *stream, const struct journal *journal,
		       struct buf *out)
{
	if (stream->held.len)
		tell_entry(stream, &journal_at(journal, stream->cause)->as.call,
			   out);
}

static bool is_cause(const struct stream *stream,
		     const struct stream_actor *actor)
{
	return stream->held.len && actor->entry == stream->cause + 1;
}

/* What goes to ::1 stays inside lo, where the wire is not: who reads that no
 * packet was sent must not believe it. Once is enough. */
static void tell_unseen(struct stream *stream, const struct address *peer,
			struct buf *out)
{
	if (stream->told_unseen || address_family(peer) != AF_INET6 ||
	    !IN6_IS_ADDR_LOOPBACK(&peer->as.in6.sin6_addr))
		return;
	stream->told_unseen = true;
	buf_printf(out, "%s %s\n", sentence_text("plain-note"),
		   sentence_text("packets-unseen"));
}

/* A datagram to an address leaves no peer in the row of its socket. */
static void tell_unseen_datagram(struct stream *stream,
				 const struct event_call *event,
				 struct buf *out)
{
	const struct address *to = call_address(&event->call);
	if (event->phase == CALL_RETURN && event->call.result.value >= 0 &&
	    to && event->call.syscall->flags & SYSCALL_SENDS)
		tell_unseen(stream, to, out);
}

static void print_call(struct stream *stream, const struct journal *journal,
		       const struct event_call *event, struct buf *out)
{
	struct stream_actor *actor = stream_actor_find(stream, event->actor);
	if (!is_cause(stream, actor))
		tell_cause(stream, journal, out);
	stream_actor_tell_lookups(actor, out);
	buf_printf(out, "%s: ", event->actor);
	if (event->phase == CALL_BLOCKED)
		call_print_strace_entry(&event->call, out);
	else if (stream_actor_has_told(actor, event->id))
		call_print_strace_resumed(&event->call, out);
	else
		call_print_strace(&event->call, out);
	buf_putc(out, '\n');
	if (event->phase == CALL_BLOCKED)
		stream_actor_note_told(actor, event->id);
	else
		stream_actor_forget_told(actor, event->id);
	tell_unseen_datagram(stream, event, out);
	tell_held(stream, out);
}

/* A call of a signal handler is made within another, which is told first. */
static void enter(struct stream *stream, const struct journal *journal,
		  size_t place, bool is_folded, struct buf *out)
{
	const struct event_call *call = &journal_at(journal, place)->as.call;
	struct stream_actor *actor = stream_actor_find(stream, call->actor);
	if (actor->entry && !stream_actor_has_told(actor, actor->id)) {
		if (!is_cause(stream, actor))
			tell_cause(stream, journal, out);
		tell_entry(stream,
			   &journal_at(journal, actor->entry - 1)->as.call,
			   out);
	}
	actor->entry = is_folded ? 0 : place + 1;
	actor->id = call->id;
}

static void take_call(struct stream *stream, const struct journal *journal,
		      size_t place, struct buf *out)
{
	const struct event_call *event = &journal_at(journal, place)->as.call;
	bool is_folded = event->noise && !stream->noise;
	struct stream_actor *actor = stream_actor_find(stream, event->actor);
	if (event->phase == CALL_ENTER) {
		enter(stream, journal, place, is_folded, out);
		return;
	}
	if (is_folded) {
		actor->folded[event->noise]++;
		if (event->noise == NOISE_NAMES)
			looked_up_take(&actor->lookup, event);
		return;
	}
	// It blocks again after a signal: that is one call, and told.
	if (event->phase != CALL_BLOCKED ||
	    !stream_actor_has_told(actor, event->id))
		print_call(stream, journal, event, out);
	if (event->phase != CALL_RETURN)
		return;
	actor->entry = 0;
	stream_reason_print(journal, place, out);
}

static void print_actor(struct stream *stream, const struct journal *journal,
			const struct event_actor *event, struct buf *out)
{
	if (event->phase == ACTOR_BORN && event->is_thread && event->parent)
		stream_actor_join(stream, event->actor, event->parent);
	struct stream_actor *actor = stream_actor_find(stream, event->actor);
	tell_cause(stream, journal, out);
	for (unsigned noise = NOISE_NONE + 1;
	     event->phase == ACTOR_ENDED && noise < NOISE_COUNT; noise++)
		stream_actor_tell_folded(actor, noise, out);
	actor->entry = 0;
	actor->told_count = 0;
	stream_row_actor(event, out);
}

/* --- what is held back -----------------------------------------------------
 */

static bool is_bare_ack(const struct packet *packet)
{
	return packet->protocol == IPPROTO_TCP && !packet->len &&
	       !(packet->flags & (PACKET_SYN | PACKET_FIN | PACKET_RST));
}

/* Whether a packet belongs to a call that was not told yet. A packet has the
 * name of a process; which of its threads sent it, nobody says. */
static bool has_cause(struct stream *stream, const struct event_packet *event)
{
	const struct stream_actor *actor = NULL;
	if (event->from_actor && !is_bare_ack(&event->packet))
		actor = stream_actor_untold(stream, event->from_actor);
	if (actor)
		stream->cause = actor->entry - 1;
	return actor;
}

static void print_packet(struct stream *stream,
			 const struct event_packet *event, struct buf *out)
{
	const struct packet *packet = &event->packet;
	// One more copy of a packet that stands here already.
	if (event->fate == PACKET_HELD && packet->copies &&
	    !(packet->marks & PACKET_CORRUPTED))
		return;
	bool waits = stream->held.len || has_cause(stream, event);
	stream_row_packet(event, waits ? &stream->held : out);
}

/* --- what programs write ---------------------------------------------------
 */

static void end_line(struct stream_actor *actor, struct buf *out)
{
	SENTENCE_LINE(out, "", "\n", "plain-s-terminal",
		      SLOT_TEXT("actor", actor->name),
		      SLOT_TEXT("text", buf_text(&actor->text)));
	buf_clear(&actor->text);
}

/* What would move a cursor is not for lines that are only added to. */
static void print_terminal(struct stream *stream,
			   const struct event_terminal *event, struct buf *out)
{
	enum { LINE_MOST = 4096 };
	struct stream_actor *actor = stream_actor_find(stream, event->actor);
	for (size_t i = 0; i < event->len; i++) {
		unsigned char c = event->bytes[i];
		if (c == '\n')
			end_line(actor, out);
		else if (c == '\t' || (c >= ' ' && c != 0x7f))
			buf_putc(&actor->text, (char)c);
		else if (c != '\r')
			buf_printf(&actor->text, "\\%o", c);
		if (actor->text.len > LINE_MOST)
			end_line(actor, out);
	}
}

/* --- the whole -------------------------------------------------------------
 */

static void take_socket(struct stream *stream, const struct event_socket *event,
			struct buf *out)
{
	stream_socket_print(stream, event, out);
	if (event->change != CHANGE_GONE)
		tell_unseen(stream, &event->state.peer, out);
}

/* What is told of one call, or of none. */
static void print_aside(struct stream *stream, const struct event *event,
			struct buf *out)
{
	// Where lines are held back, all that happened later is, too.
	struct buf *into = stream->held.len ? &stream->held : out;
	if (event->kind == EVENT_SOCKET)
		take_socket(stream, &event->as.socket, into);
	else if (event->kind == EVENT_TERMINAL)
		print_terminal(stream, &event->as.terminal, into);
	else if (event->kind == EVENT_SIGNAL)
		stream_row_signal(&event->as.signal, into);
	else if (event->kind == EVENT_OUTPUT)
		plain_output(&event->as.output, into);
	else if (event->kind == EVENT_NOTE)
		SENTENCE_LINE(into, "", "\n", "plain-note-line",
			      SLOT_TEXT("note", event->as.note));
}

static void print_event(struct stream *stream, const struct journal *journal,
			size_t place, struct buf *out)
{
	const struct event *event = journal_at(journal, place);
	if (event->kind == EVENT_CALL) {
		take_call(stream, journal, place, out);
	} else if (event->kind == EVENT_PACKET) {
		print_packet(stream, &event->as.packet, out);
	} else if (event->kind == EVENT_ACTOR) {
		print_actor(stream, journal, &event->as.actor, out);
	} else if (event->kind == EVENT_FINDING) {
		tell_cause(stream, journal, out);
		stream_row_finding(&event->as.finding, out);
	} else {
		print_aside(stream, event, out);
	}
}

/* Whether a call came back; one of noise tells nothing then, or is told. */
static bool is_return(const struct event *event)
{
	return event->kind == EVENT_CALL && event->as.call.phase == CALL_RETURN;
}

void stream_print(struct stream *stream, const struct journal *journal,
		  size_t begin, size_t end, struct buf *out)
{
	struct buf lines = {0};
	for (size_t i = begin; i < end; i++) {
		buf_clear(&lines);
		print_event(stream, journal, i, &lines);
		bool is_call =
			is_return(journal_at(journal, i)) && !stream->noise;
		stream_repeat_add(&stream->repeat, &lines, is_call, out);
	}
	buf_done(&lines);
}

void stream_flush(struct stream *stream, struct buf *out)
{
	stream_repeat_end(&stream->repeat, out);
	tell_held(stream, out);
	for (size_t i = 0; i < stream->actor_count; i++) {
		struct stream_actor *actor = &stream->actors[i];
		stream_actor_tell_lookups(actor, out);
		if (actor->text.len)
			end_line(actor, out);
	}
}

static bool is_last_of_call(const struct journal *journal, size_t index,
			    size_t place)
{
	unsigned id = journal_at(journal, index)->as.call.id;
	for (size_t i = index + 1; i < place; i++) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_CALL && event->as.call.id == id)
			return false;
	}
	return true;
}

void stream_print_next(const struct journal *journal, size_t place,
		       struct buf *out)
{
	for (size_t i = 0; i < place; i++) {
		const struct event *event = journal_at(journal, i);
		const struct event_call *call = &event->as.call;
		if (event->kind != EVENT_CALL || call->phase != CALL_ENTER ||
		    !is_last_of_call(journal, i, place))
			continue;
		struct buf text = {0};
		call_print(&call->call, NOTATION_C, &text);
		SENTENCE(out, "plain-next", SLOT_TEXT("actor", call->actor),
			 SLOT_TEXT("call", buf_text(&text)));
		stream_row_source(&call->source, out);
		buf_putc(out, '\n');
		buf_done(&text);
	}
}
