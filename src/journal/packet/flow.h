/* flow: what a packet means among the packets before it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/packet/packet.h"

struct flows;

struct flows *flows_new(void);
void flows_free(struct flows *flows);

/* Fills in the relative numbers and the marks of `packet`, by the TCP packets
 * noted before it, and remembers it. A new SYN begins a flow anew. */
void flow_note(struct flows *flows, struct packet *packet);

/* Remembers that a packet noted before has reached the other end. */
void flow_arrived(struct flows *flows, const struct packet *packet);

/* Whether all numbers of a segment have reached the other end already, in this
 * packet or another: it tells nothing new. False for what has no numbers. */
bool flow_is_stale(const struct flows *flows, const struct packet *packet);

/* What a segment from one end to the other would say, all as on the wire. */
struct flow_numbers {
	uint32_t seq_base, ack_base; /* the numbers that are shown as 0 */
	uint32_t seq;		     /* the next one that the other expects */
	uint32_t ack;		     /* the next one that it expects itself */
	uint16_t window;	     /* the last that it has told */
};

/* The numbers of the flow between the two addresses, in the direction of a
 * segment from `from`. Returns false when no packet of it was noted. */
bool flow_numbers(const struct flows *flows, const struct address *from,
		  const struct address *to, struct flow_numbers *numbers);
