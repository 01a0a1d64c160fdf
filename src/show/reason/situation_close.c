/* situation_close: what close() made of a socket, where that surprises.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * close() gives a number back; the socket ends with the last one. A listener
 * takes the connections with it that nobody has accepted, and bytes that came
 * and were not read make an RST of the FIN, for they were acknowledged and
 * nobody has them (RFC 2525, 2.17).
 */
#include "show/reason/situation_parts.h"

#include <string.h>

static const struct event_packet *end_of(const struct situation *situation,
					 const struct socket_state *own,
					 uint8_t flag)
{
	struct packet_wish wish = {
		.from = &own->local, .to = &own->peer, .flags = flag};
	if (address_port(&own->peer) <= 0)
		wish.to = NULL;
	return situation_packet(situation, situation->begin, &wish, NULL);
}

static void stays_open(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	const struct socket_state *row =
		own ? snapshot_find(&situation->after, own->host, own->cookie)
		    : NULL;
	if (row && row->owner_count)
		situation_say(situation,
			      "Only the number is given back: the socket is "
			      "open, as %s.",
			      situation_who(situation, row));
}

static void took_queue_along(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	const struct event_packet *rst =
		own && own->state == SOCKET_LISTEN && own->recv_q
			? end_of(situation, own, PACKET_RST)
			: NULL;
	if (!rst)
		return;
	situation_say(situation,
		      "%s not accepted yet: the kernel has reset %s (RST, "
		      "packet %u%s).",
		      own->recv_q == 1 ? "A connection was"
				       : arena_printf(&situation->arena,
						      "%u connections were",
						      own->recv_q),
		      own->recv_q == 1 ? "it" : "them", rst->number,
		      own->recv_q == 1 ? "" : " the last");
}

static void left_bytes(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (!own || !situation_is_tcp(own) || own->state == SOCKET_LISTEN)
		return;
	const struct event_packet *rst = end_of(situation, own, PACKET_RST);
	int64_t unread = situation_unread(own), seconds;
	if (rst && unread > 0)
		situation_say(
			situation,
			"%s not read: so the kernel sent an RST (packet "
			"%u) and no FIN.",
			arena_printf(&situation->arena, "%s %s",
				     situation_count(situation, unread, "byte"),
				     unread == 1 ? "was" : "were"),
			rst->number);
	else if (rst &&
		 situation_lingers(situation, situation->begin, own,
				   &seconds) &&
		 seconds == 0)
		situation_say(situation,
			      "SO_LINGER is on with 0 seconds: so the kernel "
			      "sent an RST (packet %u) and no FIN.",
			      rst->number);
}

const struct situation_row *situation_closes(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"close", 0, SITUATION_DONE, stays_open},
		{"close", 0, SITUATION_DONE, took_queue_along},
		{"close", 0, SITUATION_DONE, left_bytes},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
