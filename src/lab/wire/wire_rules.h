/* wire_rules: what becomes of a packet that comes onto the wire.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/event.h"
#include "journal/order/order.h"

enum { WIRE_RULES_MOST = 64 };

/* What is held, and what chance takes. Owns the names of its filters.
 * Zero-initialise before use. */
struct wire_rules {
	struct arena arena;
	struct packet_filter filters[WIRE_RULES_MOST];
	size_t count;
	bool by_name; /* one of them asks for an actor or a host */
	unsigned percent;
	uint64_t chance; /* state of the generator */
};

void wire_rules_done(struct wire_rules *rules);

/* Packets like that are held from now on; a filter that is there already
 * changes nothing. Returns false when there are WIRE_RULES_MOST. */
bool wire_rules_hold(struct wire_rules *rules,
		     const struct packet_filter *filter);
void wire_rules_flow(struct wire_rules *rules); /* nothing is held */

/* Each packet is lost with that chance. The same seed loses the same ones of
 * the packets that follow. */
void wire_rules_lose(struct wire_rules *rules, unsigned percent, unsigned seed);

/* What becomes of a packet; it has its actors when `by_name` is set. Asked
 * once for each, for chance moves on. */
enum packet_fate wire_rules_decide(struct wire_rules *rules,
				   const struct event_packet *event);

bool wire_filter_matches(const struct packet_filter *filter,
			 const struct event_packet *event);
