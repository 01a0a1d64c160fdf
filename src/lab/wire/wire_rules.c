/* wire_rules: what becomes of a packet that comes onto the wire.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Chance comes first: what is lost cannot be held. Then a packet is held when
 * one filter matches all of it. Chance is a generator with a seed (splitmix64)
 * that moves by one for each packet, so a lesson loses the same packets on
 * every run as long as the same ones come.
 */
#include "lab/wire/wire_rules.h"

#include "base/text.h"

#include <string.h>

void wire_rules_done(struct wire_rules *rules)
{
	arena_done(&rules->arena);
	*rules = (struct wire_rules){0};
}

static bool same_filter(const struct packet_filter *a,
			const struct packet_filter *b)
{
	return a->protocol == b->protocol && a->data == b->data &&
	       a->empty == b->empty && a->has_flags == b->has_flags &&
	       a->flags == b->flags && text_same(a->from, b->from) &&
	       text_same(a->to, b->to);
}

bool wire_rules_hold(struct wire_rules *rules,
		     const struct packet_filter *filter)
{
	for (size_t i = 0; i < rules->count; i++) {
		if (same_filter(&rules->filters[i], filter))
			return true;
	}
	if (rules->count == WIRE_RULES_MOST)
		return false;
	struct packet_filter *kept = &rules->filters[rules->count++];
	*kept = *filter;
	kept->from = arena_strdup(&rules->arena, filter->from);
	kept->to = arena_strdup(&rules->arena, filter->to);
	rules->by_name = rules->by_name || kept->from || kept->to;
	return true;
}

void wire_rules_flow(struct wire_rules *rules)
{
	arena_done(&rules->arena);
	rules->count = 0;
	rules->by_name = false;
}

void wire_rules_lose(struct wire_rules *rules, unsigned percent, unsigned seed)
{
	rules->percent = percent;
	rules->chance = seed;
}

static uint64_t next_chance(struct wire_rules *rules)
{
	uint64_t x = rules->chance += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

enum packet_fate wire_rules_decide(struct wire_rules *rules,
				   const struct event_packet *event)
{
	if (rules->percent && next_chance(rules) % 100 < rules->percent)
		return PACKET_DROPPED;
	for (size_t i = 0; i < rules->count; i++) {
		if (wire_filter_matches(&rules->filters[i], event))
			return PACKET_HELD;
	}
	return PACKET_DELIVERED;
}

static bool matches_protocol(int wanted, int protocol)
{
	return !wanted || wanted == protocol ||
	       (wanted == IPPROTO_ICMP && protocol == IPPROTO_ICMPV6);
}

/* Only the first fragment of a segment has its flags. */
static bool matches_flags(const struct packet_filter *filter,
			  const struct packet *packet)
{
	return !filter->has_flags ||
	       (packet->protocol == IPPROTO_TCP && !packet->fragment_offset &&
		(packet->flags & ~PACKET_PSH) == filter->flags);
}

static bool matches_name(const char *wanted, const char *actor,
			 const char *host)
{
	return !wanted || text_is(wanted, actor) || text_is(wanted, host);
}

bool wire_filter_matches(const struct packet_filter *filter,
			 const struct event_packet *event)
{
	const struct packet *packet = &event->packet;
	return matches_protocol(filter->protocol, packet->protocol) &&
	       (!filter->data || packet->len) &&
	       (!filter->empty || !packet->len) &&
	       matches_flags(filter, packet) &&
	       matches_name(filter->from, event->from_actor,
			    event->from_host) &&
	       matches_name(filter->to, event->to_actor, event->to_host);
}
