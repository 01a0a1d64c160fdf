/* wire_route: to which host a packet goes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wire is one link that all hosts share which have an address of their
 * own: what is for all, each of the others gets, and its kernel throws away
 * what no socket of its asks for. The sender's own sockets get theirs from the
 * sender's kernel, without the wire (ip_mc_output() of the kernel).
 */
#include "lab/wire/wire_parts.h"

#include <arpa/inet.h>

static bool owns(const struct wire_port *port, const struct address *address)
{
	for (size_t i = 0; i < port->address_count; i++)
		if (wire_same_ip(&port->addresses[i], address))
			return true;
	return false;
}

size_t wire_owner(const struct wire *wire, const struct address *address)
{
	for (size_t i = 0; i < wire->count; i++)
		if (owns(&wire->ends[i].port, address))
			return i;
	return WIRE_NOWHERE;
}

/* A host always reaches itself first. */
size_t wire_route(const struct wire *wire, size_t from,
		  const struct address *to)
{
	if (wire_is_loopback(to) || owns(&wire->ends[from].port, to))
		return from;
	return wire_owner(wire, to);
}

/* The networks of two addresses, and of one, have no such address (RFC 3021).
 */
static bool is_last_of_network(const struct wire_port *port, in_addr_t to)
{
	enum { SMALLEST = 30 };
	for (size_t i = 0; i < port->address_count; i++) {
		const struct address *own = &port->addresses[i];
		unsigned prefix = port->prefixes[i];
		if (address_family(own) != AF_INET || prefix > SMALLEST)
			continue;
		in_addr_t hosts = UINT32_MAX >> prefix;
		if ((ntohl(own->as.in.sin_addr.s_addr) | hosts) == to)
			return true;
	}
	return false;
}

bool wire_has_family(const struct wire *wire, size_t port,
		     const struct address *address)
{
	const struct wire_port *of = &wire->ends[port].port;
	for (size_t i = 0; i < of->address_count; i++) {
		if (address_family(&of->addresses[i]) ==
		    address_family(address))
			return true;
	}
	return false;
}

bool wire_is_for_all(const struct wire *wire, size_t from,
		     const struct address *to)
{
	if (address_is_multicast(to))
		return true;
	in_addr_t address = ntohl(to->as.in.sin_addr.s_addr);
	return address_family(to) == AF_INET &&
	       (address == INADDR_BROADCAST ||
		is_last_of_network(&wire->ends[from].port, address));
}

struct flows *wire_flows(const struct wire *wire, size_t from, size_t to)
{
	return from == to ? wire->ends[from].flows : wire->between;
}
