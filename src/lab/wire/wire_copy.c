/* wire_copy: what a host says once more while it is held.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A segment that is not acknowledged is sent again by its sender's clock, with
 * the same numbers: flow.c marks it as a retransmission. An RST has no clock,
 * but the SYN that it refuses has one: each SYN that arrives again gets its
 * RST again, with the same sequence number, 0, and the same acknowledgment
 * (RFC 9293, 3.10.7.1). Of another connection the acknowledgment differs, for
 * it is the number of its SYN.
 */
#include "lab/wire/wire_parts.h"

#include <netinet/in.h>

static bool is_rst(const struct packet *packet)
{
	return packet->protocol == IPPROTO_TCP && packet->flags & PACKET_RST &&
	       !packet->fragment_offset;
}

/* Whether a host sent `copy` because `packet`, which stands on the wire, did
 * not arrive. One that will go on by itself or is not what was sent any more
 * keeps no copies. A bare ACK has no numbers of which one could tell. */
static bool is_copy(const struct wire_packet *packet,
		    const struct wire_packet *copy)
{
	const struct packet *a = &packet->packet, *b = &copy->packet;
	return packet->fate == PACKET_HELD && !packet->due && !packet->flips &&
	       packet->from == copy->from && packet->to == copy->to &&
	       a->flags == b->flags && a->seq == b->seq && a->len == b->len &&
	       (!is_rst(a) || a->ack == b->ack) && !a->fragment &&
	       address_same(&a->from, &b->from) && address_same(&a->to, &b->to);
}

const struct wire_packet *wire_original(const struct wire *wire,
					const struct wire_packet *copy)
{
	const struct packet *fields = &copy->packet;
	if (copy->fate != PACKET_HELD || fields->fragment ||
	    !(fields->marks & PACKET_RETRANSMISSION || is_rst(fields)))
		return NULL;
	for (const struct wire_packet *packet = wire->held.first; packet;
	     packet = packet->next) {
		if (is_copy(packet, copy))
			return packet;
	}
	for (const struct wire_packet *packet = wire->batch; packet < copy;
	     packet++) {
		if (is_copy(packet, copy))
			return packet;
	}
	return NULL;
}
