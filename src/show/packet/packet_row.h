/* packet_row: a packet on its way between two rails.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/event.h"
#include "show/canvas/grid.h"

/* Adds what packet_print() adds, and in brackets what else is remarkable:
 * " [reset]", " [ICMP error]". */
void packet_words(const struct packet *packet, struct buf *out);

/* The same in two parts, for where there is no room: "PSH-ACK", "UDP", and
 * what follows it: "seq 1 ack 1 len 18 [retransmission]" or nothing. */
void packet_words_split(const struct packet *packet, struct buf *name,
			struct buf *rest);

/* Adds who is at one end of a packet: the actor, or the address where nobody
 * is known to have it (NULL). */
void packet_print_end(const char *actor, const struct address *address,
		      struct buf *out);

/* The same of the end that it goes to; of an address for many, with the host
 * that this packet is for. */
void packet_print_target(const struct event_packet *packet, struct buf *out);

/* How a packet goes from one rail to the other. `resumed`: it was on the wire
 * already, and comes from the middle, as what the wire itself makes does.
 * `strong`: what is held and lost stands out. */
struct packet_way {
	const struct event_packet *packet;
	bool to_right, resumed, strong;
	enum style style;
};

/* How much of a packet's words found room. */
enum packet_said { PACKET_SAID_NOTHING, PACKET_SAID_NAME, PACKET_SAID_ALL };

/* Draws row 0 of `area`, whose first and last columns are the rails. A packet
 * that arrived ends in a head at the rail, a held one in the middle, a dropped
 * one in a cross. Returns what of packet_words() stands there. */
enum packet_said packet_row_draw(const struct packet_way *way,
				 struct area area);
