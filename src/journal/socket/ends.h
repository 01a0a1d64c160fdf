/* ends: which ends of sockets belong to each other.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/socket/snapshot.h"

/* The same address, and the same port too; IPv4 inside IPv6 is IPv4. */
bool end_same_host(const struct address *a, const struct address *b);
bool end_same(const struct address *a, const struct address *b);

/* Whether a packet to `to` can be for a socket that has `local`: the same port,
 * and the same address or any. */
bool end_reaches(const struct address *to, const struct address *local);

/* The other end of a connection in a snapshot, or NULL; of a socket that is
 * connected to itself, that socket. */
const struct socket_state *snapshot_peer(const struct snapshot *snapshot,
					 const struct socket_state *socket);
