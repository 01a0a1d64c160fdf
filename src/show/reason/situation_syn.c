/* situation_syn: what became of the SYN of a connect() that waits.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/text.h"
#include "show/reason/situation_parts.h"

#include <errno.h>

static const struct socket_state *listener_at(const struct situation *situation,
					      const struct address *address,
					      const char *host)
{
	const struct snapshot *snapshot = situation_state(situation);
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct socket_state *row = &snapshot->rows[i];
		bool is_at = row->family == AF_UNIX
				     ? address_same(&row->local, address)
				     : situation_reaches(address, &row->local);
		if (row->state == SOCKET_LISTEN && is_at && row->host &&
		    text_is(row->host, host))
			return row;
	}
	return NULL;
}

/* A queue takes connections until it holds one more than its backlog. */
bool situation_say_full_queue(struct situation *situation,
			      const struct address *address, const char *host)
{
	const struct socket_state *row = listener_at(situation, address, host);
	if (!row || row->recv_q <= row->send_q)
		return false;
	SAY(situation, "queue-full",
	    SLOT_TEXT("other", situation_who(situation, row)),
	    SLOT_NUMBER("waiting", row->recv_q),
	    SLOT_NUMBER("backlog", row->send_q));
	return true;
}

/* What came back for the SYN: a SYN-ACK or an RST, or NULL. */
static const struct event_packet *answer_of(const struct situation *situation)
{
	struct packet_wish wish = {.from = situation->address,
				   .flags = PACKET_SYN | PACKET_ACK};
	const struct event_packet *answer =
		situation_packet(situation, situation->begin, &wish, NULL);
	wish.flags = PACKET_RST;
	return answer ? answer
		      : situation_packet(situation, situation->begin, &wish,
					 NULL);
}

static void say_answer(struct situation *situation,
		       const struct event_packet *syn,
		       const struct event_packet *answer)
{
	bool is_rst = answer->packet.flags & PACKET_RST;
	SAY(situation,
	    is_rst ? answer->fate == PACKET_HELD      ? "answer-rst-held"
		     : answer->fate == PACKET_DROPPED ? "answer-rst-lost"
						      : "answer-rst-coming"
	    : answer->fate == PACKET_HELD    ? "answer-held"
	    : answer->fate == PACKET_DROPPED ? "answer-lost"
					     : "answer-coming",
	    SLOT_NUMBER("packet", syn->number),
	    SLOT_NUMBER("answer", answer->number));
}

static void say_syn(struct situation *situation, const struct event_packet *syn,
		    size_t count)
{
	const struct event_packet *answer = answer_of(situation);
	bool is_held = syn->fate == PACKET_HELD;
	bool is_lost = syn->fate == PACKET_DROPPED;
	if (answer && syn->fate == PACKET_DELIVERED)
		say_answer(situation, syn, answer);
	else if (count > 1)
		SAY(situation,
		    !syn->to_host ? "syns-to-nobody"
		    : is_held	  ? "syns-held"
		    : is_lost	  ? "syns-lost"
				  : "syns-delivered",
		    SLOT_NUMBER("times", count),
		    SLOT_NUMBER("packet", syn->number));
	else
		SAY(situation,
		    !syn->to_host ? "syn-nobody"
		    : is_held	  ? "syn-on-wire"
		    : is_lost	  ? "syn-lost"
				  : "syn-delivered",
		    SLOT_NUMBER("packet", syn->number));
}

static void no_answer(struct situation *situation)
{
	const struct socket_state *own = situation_waiting(situation);
	if (!own || !situation->address)
		return;
	struct packet_wish wish = {.to = situation->address,
				   .flags = PACKET_SYN,
				   .none = PACKET_ACK};
	size_t count;
	const struct event_packet *syn =
		own->family == AF_UNIX
			? NULL
			: situation_packet(situation, situation->begin, &wish,
					   &count);
	if (syn)
		say_syn(situation, syn, count);
	bool lost = syn && syn->fate != PACKET_DELIVERED;
	const char *host = syn ? syn->to_host : own->host;
	if (!lost &&
	    situation_say_full_queue(situation, situation->address, host) &&
	    !situation_is_blocked(situation))
		situation_say_unwilling(situation, own, SO_SNDTIMEO);
}

bool situation_was_queued(const struct situation *situation,
			  const struct socket_state *row, size_t place)
{
	if (row->owner_count || (row->state != SOCKET_ESTABLISHED &&
				 row->state != SOCKET_CLOSE_WAIT))
		return false;
	for (size_t i = situation->lab; i < place; i++) {
		const struct event *event = journal_at(situation->journal, i);
		if (event->kind == EVENT_SOCKET &&
		    event->as.socket.state.cookie == row->cookie &&
		    event->as.socket.state.owner_count)
			return false;
	}
	return true;
}

const struct situation_row *situation_syns(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"connect", 0, SITUATION_BLOCKED, no_answer},
		{"connect", 0, EAGAIN, no_answer},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
