/* datagram: how long one was that a call took a part of.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * recv() says how many bytes it put into its room, and without MSG_TRUNC
 * nothing of those that had none there. The wire has seen them.
 */
#include "journal/datagram.h"

#include <netinet/in.h>
#include <string.h>

/* Of one in fragments, as the UDP header of the first says: the two bytes four
 * before the payload. */
static int64_t size_of(const struct packet *packet)
{
	enum { HEADER = 8 };
	const unsigned char *length = packet->payload - HEADER / 2;
	return packet->fragment ? (length[0] << 8 | length[1]) - HEADER
				: (int64_t)packet->len;
}

/* IPv4 inside IPv6 has another form, so then the port has to do. */
static bool is_for(const struct packet *packet, const struct address *local)
{
	return address_port(&packet->to) == address_port(local) &&
	       (address_is_wildcard(local) ||
		address_family(&packet->to) != address_family(local) ||
		address_same(&packet->to, local));
}

static bool is_from(const struct packet *packet, const struct address *from)
{
	return !from->len ||
	       address_family(&packet->from) != address_family(from) ||
	       address_same(&packet->from, from);
}

static bool begins_so(const struct packet *packet, const struct bytes *taken)
{
	return packet->len >= taken->len &&
	       !memcmp(packet->payload, taken->data, taken->len);
}

int64_t datagram_size_taken(const struct journal *journal, size_t begin,
			    size_t end, const struct address *local,
			    const struct address *from,
			    const struct bytes *taken)
{
	int64_t size = -1;
	for (size_t i = begin; taken->len && i < end; i++) {
		const struct event *event = journal_at(journal, i);
		const struct packet *packet = &event->as.packet.packet;
		if (event->kind != EVENT_PACKET ||
		    event->as.packet.fate != PACKET_DELIVERED ||
		    packet->protocol != IPPROTO_UDP || !is_from(packet, from) ||
		    !is_for(packet, local) || !begins_so(packet, taken))
			continue;
		int64_t whole = size_of(packet);
		if (size >= 0 && size != whole)
			return -1;
		size = whole;
	}
	return size;
}
