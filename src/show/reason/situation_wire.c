/* situation_wire: datagrams for many, and who of them got none.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wire of a lab takes a broadcast and multicast to every other host, and
 * what the kernel gives to sockets of the sender's own host it gives without
 * the wire. A kernel throws away without a word what no socket asked for: a
 * socket that is bound to one address is not asked for by any other, and a
 * group has to be joined.
 */
#include "base/sentence.h"
#include "show/reason/situation_parts.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

/* Of a lab with one host there is nobody else on the wire; who has set
 * SO_BROADCAST means it. */
static void carried_to_nobody(struct situation *situation)
{
	const struct address *to = situation->address;
	const struct socket_state *own = situation->socket;
	if (!own || !to || !situation_is_udp(own))
		return;
	const struct packet_wish wish = {.to = to, .protocol = IPPROTO_UDP};
	const struct event_packet *packet =
		situation_packet(situation, situation->begin, &wish, NULL);
	if (!packet || packet->fate != PACKET_DROPPED || packet->to_host ||
	    !address_may_be_many(to) ||
	    (!address_is_multicast(to) &&
	     !situation_has_option(situation, own, SOL_SOCKET, SO_BROADCAST)))
		return;
	SAY(situation, "no-other-host", SLOT_NUMBER("packet", packet->number),
	    SLOT_TEXT("address", situation_host_part(situation, to)));
}

/* --- who got none ------------------------------------------------------------
 */

/* Whether a call asks for what is sent to a group. */
static bool joins(const struct call *call)
{
	static const struct {
		int level, name;
	} joining[] = {
		{IPPROTO_IP, IP_ADD_MEMBERSHIP},
		{IPPROTO_IP, IP_ADD_SOURCE_MEMBERSHIP},
		{IPPROTO_IP, MCAST_JOIN_GROUP},
		{IPPROTO_IP, MCAST_JOIN_SOURCE_GROUP},
		{IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP},
		{IPPROTO_IPV6, MCAST_JOIN_GROUP},
		{IPPROTO_IPV6, MCAST_JOIN_SOURCE_GROUP},
	};
	if (!call_is(call, "setsockopt") || call->result.value < 0)
		return false;
	for (size_t i = 0; i < COUNT(joining); i++) {
		if (call->args[1].num == joining[i].level &&
		    call->args[2].num == joining[i].name)
			return true;
	}
	return false;
}

/* Whether any program of the lab has joined any group; of one that has ended
 * the host is not known. */
static bool is_any_joined(const struct situation *situation)
{
	for (size_t i = situation->lab; i < situation->place; i++) {
		const struct event *event = journal_at(situation->journal, i);
		if (event->kind == EVENT_CALL &&
		    event->as.call.phase == CALL_RETURN &&
		    joins(&event->as.call.call))
			return true;
	}
	return false;
}

/* The last datagram for many that came to the socket's host and port since it
 * was there, or NULL. */
static const struct event_packet *for_many(const struct situation *situation,
					   const struct socket_state *own)
{
	for (size_t i = situation->place; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_packet *packet = &event->as.packet;
		const struct address *to = &packet->packet.to;
		if (event->kind == EVENT_PACKET &&
		    packet->packet.protocol == IPPROTO_UDP &&
		    packet->fate == PACKET_DELIVERED && packet->to_host &&
		    own->host && !strcmp(packet->to_host, own->host) &&
		    address_port(to) == address_port(&own->local) &&
		    address_may_be_many(to))
			return packet;
	}
	return NULL;
}

void situation_say_for_many(struct situation *situation,
			    const struct socket_state *own)
{
	const struct event_packet *packet =
		situation_is_udp(own) && address_port(&own->local) > 0 &&
				address_port(&own->peer) <= 0
			? for_many(situation, own)
			: NULL;
	if (!packet)
		return;
	const struct address *to = &packet->packet.to;
	if (!address_is_wildcard(&own->local) &&
	    !situation_same_host(&own->local, to))
		SAY(situation, "bound-to-one",
		    SLOT_NUMBER("packet", packet->number),
		    SLOT_TEXT("address", situation_print(situation, to)),
		    SLOT_TEXT("own", situation_who(situation, own)),
		    SLOT_TEXT("bound",
			      situation_host_part(situation, &own->local)));
	else if (address_is_multicast(to) && !is_any_joined(situation))
		SAY(situation, "group-not-joined",
		    SLOT_NUMBER("packet", packet->number),
		    SLOT_TEXT("group", situation_host_part(situation, to)),
		    SLOT_TEXT("host", own->host),
		    SLOT_TEXT("option", address_family(to) == AF_INET6
						? "IPV6_ADD_MEMBERSHIP"
						: "IP_ADD_MEMBERSHIP"));
}

size_t situation_place_of(const struct situation *situation, unsigned number)
{
	size_t found = situation->place;
	for (size_t i = situation->place; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		if (event->kind == EVENT_PACKET &&
		    event->as.packet.number == number)
			found = i;
	}
	return found;
}

const struct situation_row *situation_wires(size_t *count)
{
	static const struct situation_row rows[] = {
		{NULL, SYSCALL_SENDS, SITUATION_DONE, carried_to_nobody},
	};
	*count = COUNT(rows);
	return rows;
}
