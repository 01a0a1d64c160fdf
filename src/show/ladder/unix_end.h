/* unix_end: who has the ends of UNIX sockets, whose bytes are in no packet.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/socket/socket.h"

/* The row of an actor's descriptor among `count` rows, or NULL. */
const struct socket_state *
unix_end_of(const struct socket_state *const *sockets, size_t count,
	    const char *actor, int64_t fd);

/* Whose socket takes what is sent to `address`, or to the peer of `row`. The
 * other end of a connection that waits to be accepted is nobody's yet: it will
 * be the listener's. */
const char *unix_end_receiver(const struct socket_state *const *sockets,
			      size_t count, const struct socket_state *row,
			      const struct address *address);
