/* flow: what a packet means among the packets before it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A flow is the pair of addresses of one TCP connection; each direction has
 * its own numbers. Relative numbers and marks follow Wireshark's analysis, so
 * that what is learned here is found again there, but:
 * Wireshark guesses from times whether a segment below the highest number is
 * late or sent again, where we remember which numbers are missing (the gaps);
 * and the probe of a zero window, which Linux sends with the number of a
 * keepalive, is told apart by the window; and the SYN-ACK of two that connect
 * to each other at once is no retransmission. Keepalives are those of Linux,
 * which are empty: one byte with the last number is that byte sent again.
 *
 * Numbers are compared modulo 2^32 (RFC 9293, 3.4).
 */
#include "journal/packet/flow.h"

#include "base/mem.h"

#include <string.h>

enum { FLOWS_MAX = 256, GAPS_MAX = 8 };

/* Numbers begin..end - 1 were skipped and not seen since. */
struct gap {
	uint32_t begin, end;
};

/* What one end has sent so far. `base` is the number shown as 0, `next` the
 * one behind the highest seen. */
struct direction {
	bool has_base, has_ack, has_window;
	bool probed; /* its last segment was a keepalive or a window probe */
	uint32_t base, next, ack, window;
	bool has_arrived, has_told;
	uint32_t arrived; /* all numbers before it have reached the other */
	uint32_t told;	  /* the last window that has reached the other */
	struct gap gaps[GAPS_MAX];
	size_t gap_count;
};

/* Direction 0 is that of who sent the first packet. */
struct flow {
	struct address from, to;
	struct direction directions[2];
	uint64_t used; /* when: to find the oldest */
};

struct flows {
	struct flow *flows;
	size_t count, cap;
	size_t last;  /* the one found last: most packets are of that again */
	uint64_t now; /* counts packets */
};

struct flows *flows_new(void)
{
	return xcalloc(1, sizeof(struct flows));
}

void flows_free(struct flows *flows)
{
	if (!flows)
		return;
	free(flows->flows);
	free(flows);
}

static bool before(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) < 0;
}

/* The place for a flow: a new one, or that of the oldest when there are
 * FLOWS_MAX. */
static struct flow *flow_new(struct flows *flows)
{
	if (flows->count < FLOWS_MAX) {
		flows->flows = xgrow(flows->flows, &flows->cap,
				     flows->count + 1, sizeof(*flows->flows));
		return &flows->flows[flows->count++];
	}
	struct flow *oldest = flows->flows;
	for (size_t i = 1; i < flows->count; i++) {
		if (flows->flows[i].used < oldest->used)
			oldest = &flows->flows[i];
	}
	return oldest;
}

/* Whether the flow has these ends, and in *way which direction `from` is. */
static bool flow_is(const struct flow *flow, const struct address *from,
		    const struct address *to, size_t *way)
{
	*way = 0;
	if (address_same(&flow->from, from) && address_same(&flow->to, to))
		return true;
	*way = 1;
	return address_same(&flow->from, to) && address_same(&flow->to, from);
}

/* The place of the flow between two addresses, or `count`. */
static size_t flow_place(const struct flows *flows, const struct address *from,
			 const struct address *to, size_t *way)
{
	size_t i = flows->last;
	if (i < flows->count && flow_is(&flows->flows[i], from, to, way))
		return i;
	for (i = 0; i < flows->count; i++) {
		if (flow_is(&flows->flows[i], from, to, way))
			break;
	}
	return i;
}

/* The flow of a packet and in *way its direction, 0 or 1. */
static struct flow *flow_find(struct flows *flows, const struct packet *packet,
			      size_t *way)
{
	size_t place = flow_place(flows, &packet->from, &packet->to, way);
	if (place == flows->count) {
		struct flow *flow = flow_new(flows);
		*flow = (struct flow){.from = packet->from, .to = packet->to};
		*way = 0;
		place = (size_t)(flow - flows->flows);
	}
	flows->last = place;
	return &flows->flows[place];
}

static bool has_flag(const struct packet *packet, unsigned mask)
{
	return packet->flags & mask;
}

/* A SYN that is not the one of this direction sent again: the addresses are
 * used for another connection. */
static bool begins_anew(const struct packet *packet,
			const struct direction *direction)
{
	return has_flag(packet, PACKET_SYN) && !has_flag(packet, PACKET_ACK) &&
	       direction->has_base && packet->seq != direction->base;
}

/* Without its SYN a direction is shown as if that had just gone by. */
static void set_bases(const struct packet *packet, struct direction *mine,
		      struct direction *other)
{
	if (!mine->has_base) {
		mine->has_base = true;
		mine->base = has_flag(packet, PACKET_SYN) ? packet->seq
							  : packet->seq - 1;
		mine->next = packet->seq;
	}
	if (!other->has_base && has_flag(packet, PACKET_ACK)) {
		other->has_base = true;
		other->base = packet->ack - 1;
		other->next = packet->ack;
	}
}

static uint32_t sequence_len(const struct packet *packet)
{
	return (uint32_t)packet->len +
	       (has_flag(packet, PACKET_SYN | PACKET_FIN) ? 1 : 0);
}

/* Takes begin..end - 1 out of the gaps. Returns whether any of it was in
 * one. */
static bool fill_gaps(struct direction *direction, uint32_t begin, uint32_t end)
{
	bool filled = false;
	size_t kept = 0;
	struct gap rest[GAPS_MAX * 2];
	for (size_t i = 0; i < direction->gap_count; i++) {
		struct gap gap = direction->gaps[i];
		if (!before(begin, gap.end) || !before(gap.begin, end)) {
			rest[kept++] = gap;
			continue;
		}
		filled = true;
		if (before(gap.begin, begin))
			rest[kept++] = (struct gap){gap.begin, begin};
		if (before(end, gap.end))
			rest[kept++] = (struct gap){end, gap.end};
	}
	direction->gap_count = kept < GAPS_MAX ? kept : GAPS_MAX;
	memcpy(direction->gaps, rest, direction->gap_count * sizeof(*rest));
	return filled;
}

static void add_gap(struct direction *direction, uint32_t begin, uint32_t end)
{
	if (direction->gap_count == GAPS_MAX) {
		direction->gap_count--;
		memmove(direction->gaps, direction->gaps + 1,
			direction->gap_count * sizeof(*direction->gaps));
	}
	direction->gaps[direction->gap_count++] = (struct gap){begin, end};
}

/* Whether the other end has to believe that there is no room here. Where it is
 * not told what arrives, all that was sent has. */
static bool is_closed(const struct direction *direction)
{
	if (direction->has_told)
		return !direction->told;
	return direction->has_window && !direction->window;
}

/* An empty segment with the last number of what was sent before only asks for
 * an ACK; so does one byte sent into a window of zero. */
static unsigned mark_probe(const struct packet *packet,
			   const struct direction *mine,
			   const struct direction *other)
{
	if (has_flag(packet, PACKET_SYN | PACKET_FIN | PACKET_RST))
		return 0;
	bool closed = is_closed(other);
	if (!packet->len && packet->seq == mine->next - 1)
		return closed ? PACKET_WINDOW_PROBE : PACKET_KEEPALIVE;
	if (packet->len == 1 && packet->seq == mine->next && closed)
		return PACKET_WINDOW_PROBE;
	return 0;
}

/* An ACK that takes no place in the sequence and acknowledges nothing new
 * either has another window or repeats the last one. */
static unsigned mark_ack(const struct packet *packet,
			 const struct direction *mine,
			 const struct direction *other)
{
	if (has_flag(packet, PACKET_SYN | PACKET_FIN | PACKET_RST))
		return 0;
	if (!packet->window)
		return PACKET_ZERO_WINDOW;
	if (packet->len || !has_flag(packet, PACKET_ACK) || !mine->has_ack ||
	    !mine->has_window || packet->seq != mine->next ||
	    packet->ack != mine->ack)
		return 0;
	if (packet->window != mine->window)
		return PACKET_WINDOW_UPDATE;
	// The answer to a keepalive repeats the last ACK by nature.
	return other->probed ? 0 : PACKET_DUPLICATE_ACK;
}

/* Who has sent a SYN and gets one before it is answered, for both connect at
 * once, adds the ACK to his own: it is that SYN, and not for want of an answer
 * that it is sent again (RFC 9293, 3.5). */
static bool answers_syn(const struct packet *packet,
			const struct direction *mine)
{
	return has_flag(packet, PACKET_SYN) && has_flag(packet, PACKET_ACK) &&
	       !has_flag(packet, PACKET_FIN | PACKET_RST) && !mine->has_ack;
}

/* Moves `next` on, or says what a segment below it is. */
static unsigned mark_sequence(const struct packet *packet,
			      struct direction *mine)
{
	uint32_t len = sequence_len(packet), end = packet->seq + len;
	if (!len)
		return 0;
	if (!before(packet->seq, mine->next)) {
		if (before(mine->next, packet->seq))
			add_gap(mine, mine->next, packet->seq);
		mine->next = end;
		return 0;
	}
	if (answers_syn(packet, mine))
		return 0;
	bool late = fill_gaps(mine, packet->seq, end);
	if (before(mine->next, end))
		mine->next = end;
	return late ? PACKET_OUT_OF_ORDER : PACKET_RETRANSMISSION;
}

static void remember(const struct packet *packet, struct direction *mine)
{
	if (has_flag(packet, PACKET_ACK)) {
		mine->has_ack = true;
		mine->ack = packet->ack;
	}
	// The window of a SYN is not scaled: it compares with no other.
	mine->has_window = !has_flag(packet, PACKET_SYN | PACKET_RST);
	mine->window = packet->window;
	mine->probed = packet->marks & (PACKET_KEEPALIVE | PACKET_WINDOW_PROBE);
}

void flow_note(struct flows *flows, struct packet *packet)
{
	packet->rel_seq = packet->rel_ack = 0;
	packet->marks = 0;
	if (packet->protocol != IPPROTO_TCP || packet->fragment_offset)
		return;
	size_t way;
	struct flow *flow = flow_find(flows, packet, &way);
	flow->used = ++flows->now;
	if (begins_anew(packet, &flow->directions[way]))
		memset(flow->directions, 0, sizeof(flow->directions));
	struct direction *mine = &flow->directions[way];
	struct direction *other = &flow->directions[!way];
	set_bases(packet, mine, other);
	packet->rel_seq = packet->seq - mine->base;
	if (has_flag(packet, PACKET_ACK))
		packet->rel_ack = packet->ack - other->base;
	packet->marks = mark_probe(packet, mine, other);
	packet->marks |= mark_ack(packet, mine, other);
	if (!packet->marks || packet->marks == PACKET_ZERO_WINDOW)
		packet->marks |= mark_sequence(packet, mine);
	remember(packet, mine);
}

/* Behind a gap the numbers have arrived when the gap is closed; how far that
 * reaches is told by the ACK that the other end sends then. */
void flow_arrived(struct flows *flows, const struct packet *packet)
{
	size_t way;
	if (packet->protocol != IPPROTO_TCP || packet->fragment_offset)
		return;
	size_t place = flow_place(flows, &packet->from, &packet->to, &way);
	if (place == flows->count)
		return;
	struct direction *mine = &flows->flows[place].directions[way];
	uint32_t end = packet->seq + sequence_len(packet);
	bool begins = has_flag(packet, PACKET_SYN) && mine->has_base &&
		      packet->seq == mine->base;
	if (!mine->has_arrived && begins)
		mine->arrived = end;
	else if (mine->has_arrived && !before(mine->arrived, packet->seq) &&
		 before(mine->arrived, end))
		mine->arrived = end;
	mine->has_arrived = mine->has_arrived || begins;
	if (has_flag(packet, PACKET_SYN | PACKET_RST))
		return;
	mine->has_told = true;
	mine->told = packet->window;
}

bool flow_is_stale(const struct flows *flows, const struct packet *packet)
{
	size_t way;
	uint32_t len = sequence_len(packet);
	if (packet->protocol != IPPROTO_TCP || packet->fragment_offset || !len)
		return false;
	size_t place = flow_place(flows, &packet->from, &packet->to, &way);
	if (place == flows->count)
		return false;
	const struct direction *mine = &flows->flows[place].directions[way];
	return mine->has_arrived && !before(mine->arrived, packet->seq + len);
}

/* The number that `other` expects of `mine`: what has arrived or what it has
 * acknowledged, whichever is later. */
static uint32_t expected(const struct direction *mine,
			 const struct direction *other)
{
	if (mine->has_arrived &&
	    (!other->has_ack || before(other->ack, mine->arrived)))
		return mine->arrived;
	return other->has_ack ? other->ack : mine->next;
}

bool flow_numbers(const struct flows *flows, const struct address *from,
		  const struct address *to, struct flow_numbers *numbers)
{
	size_t way, place = flow_place(flows, from, to, &way);
	if (place == flows->count)
		return false;
	const struct flow *flow = &flows->flows[place];
	const struct direction *mine = &flow->directions[way];
	const struct direction *other = &flow->directions[!way];
	*numbers = (struct flow_numbers){
		.seq_base = mine->base,
		.ack_base = other->base,
		.seq = expected(mine, other),
		.ack = expected(other, mine),
		.window =
			mine->has_window ? (uint16_t)mine->window : UINT16_MAX,
	};
	return true;
}
