/* carrier_names: whose the packets are that are held.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A packet that is held is told more than once, and keeps the names that it had
 * when it was told first.
 */
#pragma once
#include "journal/event.h"

struct carrier_named;

/* Zeros: none yet. */
struct carrier_names {
	struct carrier_named *items; /* by number */
	size_t count, cap;
};

/* Gives the packet the names that it has; whether it has any. */
bool carrier_names_find(const struct carrier_names *names,
			struct event_packet *event);

/* Keeps the names of a packet that is held, and forgets those of one that is
 * not. Borrowed. */
void carrier_names_keep(struct carrier_names *names,
			const struct event_packet *event);

void carrier_names_done(struct carrier_names *names);
