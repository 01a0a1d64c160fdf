/* endpoint: which actor a packet comes from and goes to.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/event.h"

/* Remembers whose each address was, also when its socket has lost its owner:
 * the FIN of a closed socket is still its actor's. */
struct endpoints;

struct endpoints *endpoints_new(void);
void endpoints_free(struct endpoints *endpoints);

/* Learns the owners of a snapshot. */
void endpoints_learn(struct endpoints *endpoints,
		     const struct snapshot *snapshot);

/* That the connection or socket at `local` belongs to `actor`. `peer` may be
 * empty. */
void endpoints_add(struct endpoints *endpoints, const char *host, int protocol,
		   const struct address *local, const struct address *peer,
		   const char *actor);

/* The actor at the end `local` of a packet, or NULL: who owns the connection
 * to `peer`, or else the socket that is bound there. */
const char *endpoints_find(const struct endpoints *endpoints, const char *host,
			   int protocol, const struct address *local,
			   const struct address *peer);
