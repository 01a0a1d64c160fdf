/* situation_after: what a call that came back well has not done as it seems.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Results of 0 hide a lot: port 0 asks for any port, 0.0.0.0 as a destination
 * is the host itself, AF_UNSPEC takes a connection back, and who connects to
 * his own port shakes hands with himself (RFC 9293, 3.5, both open at once). A
 * send() has only filled a buffer; what the other end makes of the bytes is
 * told to a later call, or to none.
 */
#include "base/sentence.h"
#include "call/part/amount.h"
#include "call/table/syscalls.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <linux/netlink.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <string.h>

/* --- bind and connect ------------------------------------------------------
 */

static void bound_to_any_port(struct situation *situation)
{
	const struct socket_state *now = situation->now;
	const struct address *asked = situation->address;
	if (now && asked && address_port(asked) == 0 &&
	    address_port(&now->local) > 0)
		SAY(situation, "port-chosen",
		    SLOT_NUMBER("port", address_port(&now->local)));
}

static void connected_to_nobody(struct situation *situation)
{
	const struct address *named = call_address(situation->call);
	if (named && situation->socket && named->len >= sizeof(sa_family_t) &&
	    named->as.any.sa_family == AF_UNSPEC)
		SAY(situation, "connected-to-nobody",
		    SLOT_TEXT("own", situation_own(situation)));
}

static void connected_to_itself(struct situation *situation)
{
	const struct socket_state *now = situation->now;
	if (now && situation_is_tcp(now) && now->state == SOCKET_ESTABLISHED &&
	    situation_same(&now->local, &now->peer))
		SAY(situation, "connected-to-itself",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("address",
			      situation_print(situation, &now->local)));
}

static void connected_to_this_host(struct situation *situation)
{
	const struct address *named = call_address(situation->call);
	const struct socket_state *now = situation->now;
	if (named && now && address_is_wildcard(named) &&
	    address_port(&now->peer) > 0)
		SAY(situation, "connected-to-this-host",
		    SLOT_TEXT("address", situation_host_part(situation, named)),
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("peer", situation_print(situation, &now->peer)));
}

/* --- addresses that come back ----------------------------------------------
 */

/* Of a family whose addresses are all of one size; 0 elsewhere. */
static int64_t address_size(int family)
{
	if (family == AF_INET6)
		return (int64_t)sizeof(struct sockaddr_in6);
	if (family == AF_INET)
		return (int64_t)sizeof(struct sockaddr_in);
	return family == AF_NETLINK ? (int64_t)sizeof(struct sockaddr_nl) : 0;
}

/* An address is cut to the room that the caller said, without an error. */
static void cut_address(struct situation *situation)
{
	const struct call *call = situation->call;
	int64_t room = call->room == CALL_ROOM_EMPTY ? 0 : call->room;
	int64_t whole =
		situation->socket ? address_size(situation->socket->family) : 0;
	if (!whole || (room <= 0 && call->room != CALL_ROOM_EMPTY) ||
	    room >= whole)
		return;
	if (room == 0)
		SAY(situation, "address-not-written",
		    SLOT_NUMBER("whole", whole));
	else
		SAY(situation, "address-cut", SLOT_NUMBER("room", room),
		    SLOT_NUMBER("whole", whole));
}

/* --- sent, and not heard ---------------------------------------------------
 */

static bool says_no_port(const struct packet *packet)
{
	if (packet->marks & PACKET_INJECTED)
		return false;
	return packet->protocol == IPPROTO_ICMPV6
		       ? packet->icmp_type == ICMP6_DST_UNREACH &&
				 packet->icmp_code == ICMP6_DST_UNREACH_NOPORT
		       : packet->icmp_type == ICMP_DEST_UNREACH &&
				 packet->icmp_code == ICMP_PORT_UNREACH;
}

/* A socket of UDP that has the port, at another address of the same host. */
static void say_other_address(struct situation *situation, const char *host)
{
	const struct snapshot *all = &situation->after;
	for (size_t i = 0; host && i < all->count; i++) {
		const struct socket_state *row = &all->rows[i];
		if (!situation_is_udp(row) || !row->owner_count ||
		    strcmp(row->host, host) != 0 ||
		    address_port(&row->local) !=
			    address_port(situation->address) ||
		    situation_reaches(situation->address, &row->local))
			continue;
		SAY(situation, "bound-elsewhere",
		    SLOT_TEXT("other", situation_who(situation, row)),
		    SLOT_NUMBER("port", address_port(&row->local)),
		    SLOT_TEXT("address",
			      situation_host_part(situation, &row->local)));
		return;
	}
}

/* A socket of UDP that has the address, and hears its own peer alone. Says so,
 * or returns false. */
static bool say_taken(struct situation *situation, const char *host,
		      unsigned number)
{
	const struct snapshot *all = &situation->after;
	for (size_t i = 0; host && i < all->count; i++) {
		const struct socket_state *row = &all->rows[i];
		if (!situation_is_udp(row) || !row->host ||
		    strcmp(row->host, host) != 0 ||
		    address_port(&row->peer) <= 0 ||
		    !situation_reaches(situation->address, &row->local))
			continue;
		SAY(situation, "taken-by-connected",
		    SLOT_TEXT("other", situation_who(situation, row)),
		    SLOT_TEXT("address",
			      situation_print(situation, situation->address)),
		    SLOT_TEXT("peer", situation_print(situation, &row->peer)),
		    SLOT_NUMBER("packet", number));
		return true;
	}
	return false;
}

static const char *asked_host(const struct situation *situation)
{
	struct packet_wish wish = {.to = situation->address,
				   .protocol = IPPROTO_UDP,
				   .arrived = true};
	const struct event_packet *sent =
		situation_packet(situation, situation->begin, &wish, NULL);
	return sent ? sent->to_host : NULL;
}

static void say_refusal(struct situation *situation, unsigned number)
{
	const char *host = asked_host(situation);
	if (say_taken(situation, host, number))
		return;
	bool is_kept = situation_say_kept(situation, &situation->after,
					  situation->address, host);
	SAY(situation, is_kept ? "unreachable-kept" : "unreachable-nobody",
	    SLOT_TEXT("address",
		      situation_print(situation, situation->address)),
	    SLOT_NUMBER("packet", number));
	say_other_address(situation, host);
	situation_say_other_protocol(situation, &situation->after,
				     situation->address, host);
}

static void not_told(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	const struct socket_state *now = situation->now;
	if (!own || !now || !situation_is_udp(own) ||
	    address_port(&now->peer) > 0 || !situation->address)
		return;
	struct packet_wish icmp = {.from = situation->address,
				   .protocol = own->family == AF_INET6
						       ? IPPROTO_ICMPV6
						       : IPPROTO_ICMP,
				   .arrived = true};
	const struct event_packet *answer =
		situation_packet(situation, situation->begin, &icmp, NULL);
	if (!answer || !says_no_port(&answer->packet))
		return;
	say_refusal(situation, answer->number);
	SAY(situation, "not-told", SLOT_TEXT("own", situation_own(situation)));
}

/* The first write after the peer's end works, and is answered with RST. */
static void sent_after_the_end(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (!own || !situation_is_tcp(own) || own->state != SOCKET_CLOSE_WAIT)
		return;
	struct packet_wish wish = {.from = &own->peer,
				   .to = &own->local,
				   .flags = PACKET_RST,
				   .arrived = true};
	const struct event_packet *rst =
		situation_packet(situation, situation->begin, &wish, NULL);
	const struct socket_state *peer =
		situation_peer(&situation->before, own);
	bool has_owner = peer && peer->owner_count;
	if (rst && has_owner && peer->shut_rd)
		SAY(situation, "sent-after-shut",
		    SLOT_TEXT("peer", situation_who(situation, peer)),
		    SLOT_NUMBER("packet", rst->number));
	else if (rst && !has_owner)
		SAY(situation, "sent-after-close",
		    SLOT_NUMBER("packet", rst->number));
}

/* TCP looks at no address but that of connect(). */
static void address_ignored(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	const struct address *named = situation->address;
	if (!own || !named || !named->len || !situation_is_tcp(own) ||
	    situation->call->result.value < 0 ||
	    address_port(&own->peer) <= 0 || situation_same(named, &own->peer))
		return;
	SAY(situation, "address-ignored",
	    SLOT_TEXT("own", situation_own(situation)),
	    SLOT_TEXT("peer", situation_print(situation, &own->peer)),
	    SLOT_TEXT("named", situation_print(situation, named)));
}

const struct situation_row *situation_afters(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"accept", 0, SITUATION_DONE, cut_address},
		{"accept", 0, SITUATION_DONE, situation_say_left},
		{"accept4", 0, SITUATION_DONE, cut_address},
		{"accept4", 0, SITUATION_DONE, situation_say_left},
		{"bind", 0, SITUATION_DONE, bound_to_any_port},
		{"connect", 0, SITUATION_DONE, connected_to_nobody},
		{"connect", 0, SITUATION_DONE, connected_to_itself},
		{"connect", 0, SITUATION_DONE, connected_to_this_host},
		{"getpeername", 0, SITUATION_DONE, cut_address},
		{"getsockname", 0, SITUATION_DONE, cut_address},
		{"recvfrom", 0, SITUATION_DONE, cut_address},
		{NULL, SYSCALL_SENDS, SITUATION_DONE, address_ignored},
		{NULL, SYSCALL_SENDS, SITUATION_DONE, not_told},
		{NULL, SYSCALL_SENDS, SITUATION_DONE, sent_after_the_end},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
