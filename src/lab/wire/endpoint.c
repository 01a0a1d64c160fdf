/* endpoint: which actor a packet comes from and goes to.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Addresses are compared as packets carry them, so an IPv6 socket that talks
 * IPv4 (::ffff:10.0.0.1) is known by its IPv4 address. The last who had an
 * address wins: a port that is used again belongs to its new owner.
 */
#include "lab/wire/endpoint.h"

#include <string.h>

struct endpoint {
	const char *host, *actor;
	int protocol;
	struct address local, peer;
};

struct endpoints {
	struct endpoint *rows;
	size_t count, cap;
	struct arena names; /* one copy of each name of a host or actor */
	const char **name;
	size_t name_count, name_cap;
};

struct endpoints *endpoints_new(void)
{
	return xcalloc(1, sizeof(struct endpoints));
}

void endpoints_free(struct endpoints *endpoints)
{
	if (!endpoints)
		return;
	arena_done(&endpoints->names);
	free(endpoints->name);
	free(endpoints->rows);
	free(endpoints);
}

static const char *own_name(struct endpoints *endpoints, const char *name)
{
	for (size_t i = 0; i < endpoints->name_count; i++) {
		if (!strcmp(endpoints->name[i], name))
			return endpoints->name[i];
	}
	endpoints->name = xgrow(endpoints->name, &endpoints->name_cap,
				endpoints->name_count + 1, sizeof(name));
	const char *own = arena_strdup(&endpoints->names, name);
	endpoints->name[endpoints->name_count++] = own;
	return own;
}

/* The address without what no packet has: scope, flow, and the IPv6 form of an
 * IPv4 address. */
static struct address plain(const struct address *address)
{
	struct address plain = {0};
	int family = address_family(address);
	const struct in6_addr *v6 = &address->as.in6.sin6_addr;
	if (family == AF_INET ||
	    (family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(v6))) {
		plain.len = sizeof(plain.as.in);
		plain.as.in.sin_family = AF_INET;
		plain.as.in.sin_port = family == AF_INET
					       ? address->as.in.sin_port
					       : address->as.in6.sin6_port;
		if (family == AF_INET)
			plain.as.in.sin_addr = address->as.in.sin_addr;
		else
			memcpy(&plain.as.in.sin_addr, v6->s6_addr + 12, 4);
	} else if (family == AF_INET6) {
		plain.len = sizeof(plain.as.in6);
		plain.as.in6.sin6_family = AF_INET6;
		plain.as.in6.sin6_port = address->as.in6.sin6_port;
		plain.as.in6.sin6_addr = *v6;
	}
	return plain;
}

/* Whether a socket has a peer, and not an empty or wildcard address. */
static bool is_peer(const struct address *address)
{
	return address_port(address) > 0;
}

static bool same_row(const struct endpoint *row, const char *host, int protocol,
		     const struct address *local)
{
	return row->protocol == protocol && !strcmp(row->host, host) &&
	       address_same(&row->local, local);
}

void endpoints_add(struct endpoints *endpoints, const char *host, int protocol,
		   const struct address *local, const struct address *peer,
		   const char *actor)
{
	struct endpoint new = {
		.host = own_name(endpoints, host),
		.actor = own_name(endpoints, actor),
		.protocol = protocol,
		.local = plain(local),
	};
	if (is_peer(peer))
		new.peer = plain(peer);
	if (address_port(&new.local) <= 0)
		return;
	for (size_t i = 0; i < endpoints->count; i++) {
		struct endpoint *row = &endpoints->rows[i];
		if (same_row(row, host, protocol, &new.local) &&
		    address_same(&row->peer, &new.peer)) {
			row->actor = new.actor;
			return;
		}
	}
	endpoints->rows = xgrow(endpoints->rows, &endpoints->cap,
				endpoints->count + 1, sizeof(new));
	endpoints->rows[endpoints->count++] = new;
}

void endpoints_learn(struct endpoints *endpoints,
		     const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct socket_state *row = &snapshot->rows[i];
		bool inet = row->family == AF_INET || row->family == AF_INET6;
		if (!inet || !row->owner_count)
			continue;
		endpoints_add(endpoints, row->host, row->protocol, &row->local,
			      &row->peer, row->owners[0].actor);
	}
}

/* How well a row fits: the connection itself, the bound address, the bound
 * port of a wildcard; 0 for not at all. */
static int row_fit(const struct endpoint *row, const char *host, int protocol,
		   const struct address *local, const struct address *peer)
{
	if (row->protocol != protocol || strcmp(row->host, host) != 0 ||
	    address_port(&row->local) != address_port(local))
		return 0;
	bool bound = address_same(&row->local, local);
	if (row->peer.len)
		return bound && address_same(&row->peer, peer) ? 3 : 0;
	if (bound)
		return 2;
	return address_is_wildcard(&row->local) ? 1 : 0;
}

const char *endpoints_find(const struct endpoints *endpoints, const char *host,
			   int protocol, const struct address *local,
			   const struct address *peer)
{
	const char *found = NULL;
	int best = 0;
	struct address here = plain(local), there = plain(peer);
	for (size_t i = endpoints->count; host && i-- > 0;) {
		const struct endpoint *row = &endpoints->rows[i];
		int fit = row_fit(row, host, protocol, &here, &there);
		if (fit > best) {
			best = fit;
			found = row->actor;
		}
	}
	return found;
}
