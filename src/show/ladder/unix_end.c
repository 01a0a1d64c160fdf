/* unix_end: who has the ends of UNIX sockets, whose bytes are in no packet.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/ladder/unix_end.h"

const struct socket_state *
unix_end_of(const struct socket_state *const *sockets, size_t count,
	    const char *actor, int64_t fd)
{
	for (size_t i = 0; i < count; i++) {
		if (socket_has_owner(sockets[i], actor, fd))
			return sockets[i];
	}
	return NULL;
}

const char *unix_end_receiver(const struct socket_state *const *sockets,
			      size_t count, const struct socket_state *row,
			      const struct address *address)
{
	if (!address)
		address = &row->peer;
	const char *listener = NULL;
	for (size_t i = 0; i < count; i++) {
		const struct socket_state *other = sockets[i];
		if (other->family != AF_UNIX || !other->owner_count)
			continue;
		const char *owner = other->owners[0].actor;
		if (row->peer_inode && other->inode == row->peer_inode)
			return owner;
		if (address->len > sizeof(sa_family_t) &&
		    address_same(&other->local, address))
			listener = owner;
	}
	return listener;
}
