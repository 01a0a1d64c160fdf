/* carrier_names: whose the packets are that are held.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/wire/carrier_names.h"

#include "base/mem.h"

#include <string.h>

struct carrier_named {
	unsigned number; /* place_of_number() reads it */
	const char *from, *to;
};

/* Where the packet stands, or would. */
static size_t place_of(const struct carrier_names *names, unsigned number)
{
	return place_of_number(names->items, names->count,
			       sizeof(*names->items), number);
}

static bool is_at(const struct carrier_names *names, size_t at, unsigned number)
{
	return at < names->count && names->items[at].number == number;
}

bool carrier_names_find(const struct carrier_names *names,
			struct event_packet *event)
{
	size_t at = place_of(names, event->number);
	if (!is_at(names, at, event->number))
		return false;
	event->from_actor = names->items[at].from;
	event->to_actor = names->items[at].to;
	return true;
}

static void remember(struct carrier_names *names, size_t at,
		     const struct event_packet *event)
{
	names->items = xgrow(names->items, &names->cap, names->count + 1,
			     sizeof(*names->items));
	memmove(names->items + at + 1, names->items + at,
		(names->count - at) * sizeof(*names->items));
	names->items[at] = (struct carrier_named){
		event->number, event->from_actor, event->to_actor};
	names->count++;
}

static void forget(struct carrier_names *names, size_t at)
{
	names->count--;
	memmove(names->items + at, names->items + at + 1,
		(names->count - at) * sizeof(*names->items));
}

void carrier_names_keep(struct carrier_names *names,
			const struct event_packet *event)
{
	size_t at = place_of(names, event->number);
	bool is_known = is_at(names, at, event->number);
	bool is_held = event->fate == PACKET_HELD;
	if (is_held && !is_known)
		remember(names, at, event);
	else if (!is_held && is_known)
		forget(names, at);
}

void carrier_names_done(struct carrier_names *names)
{
	free(names->items);
}
