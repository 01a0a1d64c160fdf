/* situation_wire: datagrams for many, which the wire takes to nobody.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wire of a lab takes a packet to the host that has its address. A group
 * and a broadcast are nobody's address; what the kernel gives to sockets of the
 * sender's own host it gives without the wire.
 */
#include "show/reason/situation_parts.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static bool is_group(const struct address *address)
{
	if (address_family(address) == AF_INET6)
		return IN6_IS_ADDR_MULTICAST(&address->as.in6.sin6_addr);
	return address_family(address) == AF_INET &&
	       IN_MULTICAST(ntohl(address->as.in.sin_addr.s_addr));
}

/* What the last address of a network is, its prefix says, which is not asked
 * for here; who has set SO_BROADCAST means it. */
static bool is_for_all(const struct situation *situation,
		       const struct address *address)
{
	return address_family(address) == AF_INET &&
	       (ntohl(address->as.in.sin_addr.s_addr) & 0xff) == 0xff &&
	       situation_has_option(situation, situation->socket, SOL_SOCKET,
				    SO_BROADCAST);
}

static void carried_to_nobody(struct situation *situation)
{
	const struct address *to = situation->address;
	const struct socket_state *own = situation->socket;
	if (!own || !to || !situation_is_udp(own))
		return;
	bool to_group = is_group(to);
	const struct packet_wish wish = {.to = to, .protocol = IPPROTO_UDP};
	const struct event_packet *packet =
		situation_packet(situation, situation->begin, &wish, NULL);
	if ((!to_group && !is_for_all(situation, to)) || !packet ||
	    packet->fate != PACKET_DROPPED || packet->to_host)
		return;
	situation_say(situation,
		      "Packet %u was dropped: no host has %s, and the wire of "
		      "a lab carries no %s to other hosts.",
		      packet->number, situation_host_part(situation, to),
		      to_group ? "multicast" : "broadcasts");
}

const struct situation_row *situation_wires(size_t *count)
{
	static const struct situation_row rows[] = {
		{NULL, SYSCALL_SENDS, SITUATION_DONE, carried_to_nobody},
	};
	*count = COUNT(rows);
	return rows;
}
