/* situation_nagle: bytes that waited for an ACK, and an ACK that waited.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who has sent a small segment keeps the next small one back until the first is
 * acknowledged (Nagle, RFC 896); who has received one waits with the ACK, for
 * an answer may take it along (RFC 9293, 3.8.6.3). Between two who both do so
 * some 40 ms pass for nothing, each time that a message is written in two
 * parts.
 *
 * It is told where calls and packets leave no other reason: send() came back,
 * nothing went out, then came the ACK of what was out, late, and with it the
 * bytes.
 */
#include "base/sentence.h"
#include "show/reason/situation.h"
#include "show/reason/situation_parts.h"

#include <netinet/in.h>

enum { MS = 1000000, LATE = 15 * MS };

/* Places in the journal. */
struct delay {
	size_t first; /* the segment that was out */
	size_t sent;  /* send() came back */
	size_t ack;   /* that was late */
	size_t data;  /* what it let go */
};

static const struct event *event_at(const struct situation *situation, size_t i)
{
	return journal_at(situation->journal, i);
}

static bool is_between(const struct event *event, const struct address *from,
		       const struct address *to)
{
	const struct packet *packet = &event->as.packet.packet;
	return packet->protocol == IPPROTO_TCP &&
	       situation_same(&packet->from, from) &&
	       situation_same(&packet->to, to);
}

/* The last packet in [lab, end) from one address to the other. */
static bool last_packet(const struct situation *situation, size_t end,
			const struct address *from, const struct address *to,
			size_t *place)
{
	struct journal_walk packets = journal_back(
		situation->journal, EVENT_PACKET, situation->lab, end);
	const struct event *event;
	while ((event = journal_step(&packets, place))) {
		if (is_between(event, from, to))
			return true;
	}
	return false;
}

static bool has_delivered(const struct event *event, bool data)
{
	const struct event_packet *packet = &event->as.packet;
	return packet->fate == PACKET_DELIVERED && !packet->packet.marks &&
	       (packet->packet.len > 0) == data &&
	       !(packet->packet.flags & (PACKET_SYN | PACKET_FIN | PACKET_RST));
}

/* The last send() of the other end before the ACK, when it came back behind
 * the segment that was out. */
static bool last_send(const struct situation *situation,
		      const struct socket_state *peer, struct delay *delay)
{
	for (size_t i = delay->ack; i-- > delay->first;) {
		const struct event *event = event_at(situation, i);
		const struct event_call *call = &event->as.call;
		if (event->kind != EVENT_CALL || call->phase != CALL_RETURN ||
		    !(call->call.syscall->flags & SYSCALL_SENDS) ||
		    call->call.result.value <= 0 ||
		    !socket_has_owner(peer,
				      situation_process(situation, call->actor),
				      call->call.args[0].num))
			continue;
		delay->sent = i;
		return situation_entry(situation->journal, i, call) >
		       delay->first;
	}
	return false;
}

static bool has_more(const struct call *call)
{
	return call->argc > 2 &&
	       call->syscall->parameters[2].kind == &kind_msg &&
	       call->args[2].num & MSG_MORE;
}

static bool is_corked(const struct situation *situation,
		      const struct socket_state *peer,
		      const struct delay *delay)
{
	int64_t value = 0;
	const struct call *call =
		&event_at(situation, delay->sent)->as.call.call;
	return has_more(call) ||
	       (situation_option_at(situation, delay->sent, peer, IPPROTO_TCP,
				    TCP_CORK, &value) &&
		value);
}

static bool is_late(const struct situation *situation,
		    const struct delay *delay)
{
	uint64_t acknowledged = event_at(situation, delay->ack)->time;
	return acknowledged >= event_at(situation, delay->sent)->time + LATE &&
	       acknowledged >= event_at(situation, delay->first)->time + LATE;
}

static bool find_delay(const struct situation *situation,
		       const struct socket_state *own,
		       const struct socket_state *peer, struct delay *delay)
{
	size_t back;
	if (!last_packet(situation, situation->place, &own->peer, &own->local,
			 &delay->data) ||
	    !last_packet(situation, delay->data, &own->local, &own->peer,
			 &delay->ack) ||
	    !last_packet(situation, delay->data, &own->peer, &own->local,
			 &delay->first) ||
	    delay->first > delay->ack || !last_send(situation, peer, delay))
		return false;
	const struct packet *first =
		&event_at(situation, delay->first)->as.packet.packet;
	const struct packet *ack =
		&event_at(situation, delay->ack)->as.packet.packet;
	// Nothing of the other direction came in between.
	if (last_packet(situation, delay->ack, &own->local, &own->peer,
			&back) &&
	    back > delay->first)
		return false;
	return has_delivered(event_at(situation, delay->first), true) &&
	       has_delivered(event_at(situation, delay->ack), false) &&
	       has_delivered(event_at(situation, delay->data), true) &&
	       ack->window && ack->ack == first->seq + first->len &&
	       is_late(situation, delay) && !is_corked(situation, peer, delay);
}

/* Whether the call, or one that it waited with, took the bytes first. */
static bool is_first_to_take(const struct situation *situation,
			     const struct delay *delay)
{
	for (size_t i = delay->data; i < situation->place; i++) {
		const struct event *event = event_at(situation, i);
		const struct event_call *call = &event->as.call;
		if (event->kind == EVENT_CALL && call->phase == CALL_RETURN &&
		    call->id != situation->event->id &&
		    call->call.syscall->flags & SYSCALL_RECEIVES &&
		    situation_is_own(situation, call->actor) &&
		    call->call.args[0].num == situation->fd)
			return false;
	}
	return true;
}

/* Whether no packet of either side went between the send() and the data: so
 * that waited neither for an ACK nor for a window. */
static bool is_silence(const struct situation *situation,
		       const struct socket_state *own,
		       const struct delay *delay)
{
	size_t last;
	return !(last_packet(situation, delay->data, &own->peer, &own->local,
			     &last) &&
		 last > delay->sent) &&
	       !(last_packet(situation, delay->data, &own->local, &own->peer,
			     &last) &&
		 last > delay->sent);
}

/* Bytes that a cork has held back. */
static bool say_cork(struct situation *situation,
		     const struct socket_state *own,
		     const struct socket_state *peer)
{
	struct delay delay = {0};
	if (!last_packet(situation, situation->place, &own->peer, &own->local,
			 &delay.data) ||
	    !has_delivered(event_at(situation, delay.data), true))
		return false;
	delay.first = situation->lab;
	delay.ack = delay.data;
	if (!last_send(situation, peer, &delay))
		return false;
	const struct event_call *sent =
		&event_at(situation, delay.sent)->as.call;
	uint64_t at = event_at(situation, delay.sent)->time;
	uint64_t left = event_at(situation, delay.data)->time;
	if (left < at + LATE || !is_corked(situation, peer, &delay) ||
	    !is_silence(situation, own, &delay) ||
	    !is_first_to_take(situation, &delay))
		return false;
	SAY(situation, has_more(&sent->call) ? "corked-more" : "corked",
	    SLOT_TEXT("call", sent->call.syscall->name),
	    SLOT_TEXT("actor", sent->actor),
	    SLOT_NUMBER("ms", (unsigned long long)(left - at) / MS),
	    SLOT_NUMBER("packet",
			event_at(situation, delay.data)->as.packet.number));
	return true;
}

bool situation_say_nagle(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (!own || !situation_is_tcp(own) ||
	    situation->call->result.value <= 0)
		return false;
	const struct socket_state *peer =
		situation_peer(&situation->before, own);
	struct delay delay = {0};
	if (peer && say_cork(situation, own, peer))
		return true;
	if (!peer || !find_delay(situation, own, peer, &delay) ||
	    !is_first_to_take(situation, &delay))
		return false;
	const struct event *sent = event_at(situation, delay.sent);
	const struct event *first = event_at(situation, delay.first);
	const struct event *ack = event_at(situation, delay.ack);
	SAY(situation, "nagle",
	    SLOT_TEXT("call", sent->as.call.call.syscall->name),
	    SLOT_TEXT("actor", sent->as.call.actor),
	    SLOT_NUMBER("ms",
			(unsigned long long)(ack->time - sent->time) / MS),
	    SLOT_NUMBER("packet",
			event_at(situation, delay.data)->as.packet.number),
	    SLOT_NUMBER("unacknowledged", first->as.packet.number),
	    SLOT_NUMBER("ack", ack->as.packet.number));
	return true;
}

static void waited_for_ack(struct situation *situation)
{
	(void)situation_say_nagle(situation);
}

const struct situation_row *situation_nagles(size_t *count)
{
	static const struct situation_row rows[] = {
		{NULL, SYSCALL_RECEIVES, SITUATION_DONE, waited_for_ack},
	};
	*count = COUNT(rows);
	return rows;
}
