/* situation_sharer: who gets what was sent to an address that two have.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * With SO_REUSEADDR or SO_REUSEPORT several sockets of UDP may have one address
 * and port. A datagram goes to one of them, and only multicast to all.
 */
#include "base/sentence.h"
#include "show/reason/situation_parts.h"

#include <string.h>

void situation_say_sharer(struct situation *situation,
			  const struct snapshot *all,
			  const struct socket_state *own)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct socket_state *row = &all->rows[i];
		if (!situation_is_udp(own) || !situation_is_udp(row) ||
		    row->cookie == own->cookie || !row->owner_count ||
		    !row->host || !own->host ||
		    strcmp(row->host, own->host) != 0 ||
		    address_port(&own->local) <= 0 ||
		    address_port(&row->peer) > 0 ||
		    address_port(&own->peer) > 0 ||
		    !situation_same(&row->local, &own->local))
			continue;
		SAY(situation, "address-shared",
		    SLOT_TEXT("other", situation_who(situation, row)),
		    SLOT_TEXT("address",
			      situation_print(situation, &own->local)));
		return;
	}
}
