/* held: the packets that stand on the wire at a place of a journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A fold of the packet events: a packet is in the list from the event that
 * says that it is held to the one that says otherwise. The birth of an actor
 * means that a lab begins, with an empty wire.
 */
#include "journal/held.h"

#include "base/text.h"
#include "journal/order/order.h"
#include "journal/packet/flow.h"

#include <string.h>

struct slot {
	unsigned number;
	const struct event_packet *packet; /* NULL: it went on */
};

/* Sorted by number. */
struct held {
	struct slot *slots;
	size_t count, cap;
};

/* Where the packet is in the list, or would be. */
static size_t find(const struct held *held, unsigned number)
{
	size_t low = 0, high = held->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (held->slots[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void take_packet(struct held *held, const struct event_packet *packet)
{
	bool is_held = packet->fate == PACKET_HELD;
	size_t at = find(held, packet->number);
	bool is_known =
		at < held->count && held->slots[at].number == packet->number;
	if (!is_known && !is_held)
		return;
	if (!is_known) {
		held->slots = xgrow(held->slots, &held->cap, held->count + 1,
				    sizeof(*held->slots));
		memmove(held->slots + at + 1, held->slots + at,
			(held->count++ - at) * sizeof(*held->slots));
		held->slots[at].number = packet->number;
	}
	held->slots[at].packet = is_held ? packet : NULL;
}

const struct event_packet **journal_held(const struct journal *journal,
					 size_t place, size_t *count)
{
	struct held held = {0};
	size_t seen, lab = journal_lab_of(journal, place);
	const size_t *places =
		journal_places(journal, EVENT_PACKET, lab, place, &seen);
	for (size_t i = 0; i < seen; i++)
		take_packet(&held, &journal_at(journal, places[i])->as.packet);
	const struct event_packet **packets =
		xcalloc(held.count + 1, sizeof(*packets));
	*count = 0;
	for (size_t i = 0; i < held.count; i++) {
		if (held.slots[i].packet)
			packets[(*count)++] = held.slots[i].packet;
	}
	free(held.slots);
	return packets;
}

/* Whether both went between the same two hosts. */
static bool same_way(const struct event_packet *a, const struct event_packet *b)
{
	return (text_same(a->from_host, b->from_host) &&
		text_same(a->to_host, b->to_host)) ||
	       (text_same(a->from_host, b->to_host) &&
		text_same(a->to_host, b->from_host));
}

static bool is_stale(const struct journal *journal, size_t place,
		     const struct event_packet *packet)
{
	unsigned last = 0;
	size_t count, lab = journal_lab_of(journal, place);
	const size_t *places =
		journal_places(journal, EVENT_PACKET, lab, place, &count);
	struct flows *flows = flows_new();
	for (size_t i = 0; i < count; i++) {
		const struct event_packet *seen =
			&journal_at(journal, places[i])->as.packet;
		struct packet fields = seen->packet;
		if (!same_way(seen, packet))
			continue;
		if (seen->number > last)
			flow_note(flows, &fields);
		last = seen->number > last ? seen->number : last;
		if (seen->fate == PACKET_DELIVERED)
			flow_arrived(flows, &fields);
	}
	bool stale = flow_is_stale(flows, &packet->packet);
	flows_free(flows);
	return stale;
}

/* Only what was sent again can have arrived already. */
size_t journal_first_held(const struct journal *journal, size_t place,
			  const struct event_packet *const *held, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!(held[i]->packet.marks & PACKET_RETRANSMISSION) ||
		    !is_stale(journal, place, held[i]))
			return i;
	}
	return 0;
}

/* Whether the order begins with the word of its kind. */
static bool is_kind(const struct event_order *order, enum order_kind kind)
{
	size_t count;
	struct str rest = str_from(order->text), word;
	return str_next_word(&rest, &word) &&
	       str_is(word, order_table(&count)[kind].word);
}

bool journal_is_holding(const struct journal *journal, size_t place)
{
	struct journal_walk walk = journal_back(
		journal, EVENT_ORDER, journal_lab_of(journal, place), place);
	const struct event *event;
	while ((event = journal_step(&walk, NULL))) {
		if (is_kind(&event->as.order, ORDER_HOLD))
			return true;
		if (is_kind(&event->as.order, ORDER_FLOW))
			return false;
	}
	return false;
}
