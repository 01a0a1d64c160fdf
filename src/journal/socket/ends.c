/* ends: which ends of sockets belong to each other.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/socket/ends.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* The address as IPv4 where it is one inside IPv6. */
static struct address plain(const struct address *address)
{
	struct address out = *address;
	const struct in6_addr *host = &address->as.in6.sin6_addr;
	if (address_family(address) != AF_INET6 || !IN6_IS_ADDR_V4MAPPED(host))
		return out;
	out = (struct address){.len = sizeof(out.as.in)};
	out.as.in.sin_family = AF_INET;
	out.as.in.sin_port = address->as.in6.sin6_port;
	memcpy(&out.as.in.sin_addr, host->s6_addr + 12, 4);
	return out;
}

static void set_port(struct address *address, in_port_t port)
{
	if (address_family(address) == AF_INET6)
		address->as.in6.sin6_port = port;
	else if (address_family(address) == AF_INET)
		address->as.in.sin_port = port;
}

bool end_same_host(const struct address *a, const struct address *b)
{
	struct address left = plain(a), right = plain(b);
	set_port(&left, 0);
	set_port(&right, 0);
	return address_same(&left, &right);
}

bool end_same(const struct address *a, const struct address *b)
{
	return address_port(a) == address_port(b) && end_same_host(a, b);
}

bool end_reaches(const struct address *to, const struct address *local)
{
	if (address_port(to) != address_port(local) || address_port(to) < 0)
		return false;
	bool any = address_is_wildcard(local) &&
		   (address_family(local) == AF_INET6 ||
		    address_family(to) == AF_INET);
	return any || end_same_host(to, local);
}

static bool is_other_end(const struct socket_state *socket,
			 const struct socket_state *other)
{
	if (socket->family == AF_UNIX)
		return other->family == AF_UNIX && socket->peer_inode &&
		       other->inode == socket->peer_inode;
	if (other->protocol != socket->protocol || socket->peer.len == 0 ||
	    other->state == SOCKET_LISTEN)
		return false;
	if (socket->protocol == IPPROTO_UDP)
		return end_reaches(&socket->peer, &other->local);
	return end_same(&socket->peer, &other->local) &&
	       end_same(&socket->local, &other->peer);
}

const struct socket_state *snapshot_peer(const struct snapshot *snapshot,
					 const struct socket_state *socket)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		if (is_other_end(socket, &snapshot->rows[i]))
			return &snapshot->rows[i];
	}
	return NULL;
}
