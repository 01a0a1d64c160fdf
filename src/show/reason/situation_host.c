/* situation_host: reasons that lie in the addresses and ports that a host has.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * EADDRNOTAVAIL has three: an address that no interface has (bind), no address
 * of that family to speak from, and no port to speak from (connect): all of the
 * range have a connection with the other end already. The addresses are those
 * that the kernel listed when the call had failed.
 */
#include "journal/latest.h"
#include "show/reason/situation_parts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#ifndef IP_LOCAL_PORT_RANGE
#define IP_LOCAL_PORT_RANGE 51 /* Linux 6.3 */
#endif

static const char *host_name(const struct situation *situation)
{
	return situation->socket && situation->socket->host
		       ? situation->socket->host
		       : "";
}

/* "127.0.0.1/8 and 10.0.0.1/24", of one family or of all (AF_UNSPEC). */
static const char *list_addresses(struct situation *situation,
				  const struct event_host *host, int family)
{
	const char *text = "", *last = NULL;
	for (size_t i = 0; i < host->address_count; i++) {
		const char *address = host->addresses[i];
		int own = strchr(address, ':') ? AF_INET6 : AF_INET;
		if (family != AF_UNSPEC && own != family)
			continue;
		if (last)
			text = arena_printf(&situation->arena, "%s%s%s", text,
					    *text ? ", " : "", last);
		last = address;
	}
	if (!last)
		return "";
	return *text ? arena_printf(&situation->arena, "%s and %s", text, last)
		     : last;
}

static const struct event_host *own_host(const struct situation *situation)
{
	return journal_host(situation->journal, situation->place,
			    host_name(situation));
}

static void say_addresses(struct situation *situation)
{
	const struct event_host *host = own_host(situation);
	if (host)
		situation_say(situation, "It has %s.",
			      list_addresses(situation, host, AF_UNSPEC));
}

static bool has_address(const struct event_host *host, const char *wanted)
{
	size_t len = strlen(wanted);
	for (size_t i = 0; i < host->address_count; i++) {
		const char *address = host->addresses[i];
		if (!strncmp(address, wanted, len) && address[len] == '/')
			return true;
	}
	return false;
}

/* The name of another host that has the address, or NULL. All hosts are told
 * of at once, behind the call's beginning. */
static const char *host_with(const struct situation *situation,
			     const char *wanted)
{
	for (size_t i = situation->begin; i < situation->place; i++) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_host *host = &event->as.host;
		if (event->kind == EVENT_HOST &&
		    strcmp(host->host, host_name(situation)) != 0 &&
		    has_address(host, wanted))
			return host->host;
	}
	return NULL;
}

/* Says that nothing of that sort has the address, and who does. Returns the
 * address where nobody is known to; else NULL. */
static const char *say_lack(struct situation *situation, const char *thing,
			    const char *verb)
{
	const struct address *address = situation->address;
	if (!situation->socket || !address || address_port(address) < 0)
		return NULL;
	const char *text = situation_host_part(situation, address);
	const char *other = host_with(situation, text);
	situation_say(situation, "No %s of host %s %s %s.", thing,
		      host_name(situation), verb, text);
	say_addresses(situation);
	if (other)
		situation_say(situation, "%s is an address of host %s.", text,
			      other);
	return other ? NULL : text;
}

/* What inet_addr() returns for what it cannot read is a broadcast address. */
static void say_unread(struct situation *situation)
{
	const struct address *address = situation->address;
	if (address && address_family(address) == AF_INET &&
	    address->as.in.sin_addr.s_addr == htonl(INADDR_NONE))
		situation_say(situation,
			      "255.255.255.255 is also INADDR_NONE: what "
			      "inet_addr() returns for text that is no "
			      "address.");
}

static void not_available(struct situation *situation)
{
	say_lack(situation, "interface", "has the address");
	say_unread(situation);
}

static bool is_broadcast(const struct address *address)
{
	return address_family(address) == AF_INET &&
	       (ntohl(address->as.in.sin_addr.s_addr) & 0xff) == 0xff;
}

/* An address of IPv4 in the form of IPv6, and a socket that speaks only this.
 */
static bool say_only_6(struct situation *situation)
{
	const struct address *address = situation->address;
	if (!address || address_family(address) != AF_INET6 ||
	    !IN6_IS_ADDR_V4MAPPED(&address->as.in6.sin6_addr) ||
	    !situation_has_option(situation, situation->socket, IPPROTO_IPV6,
				  IPV6_V6ONLY))
		return false;
	situation_say(situation,
		      "%s has IPV6_V6ONLY, and %s is an address of IPv4: it "
		      "can be reached without that option, or by a socket of "
		      "AF_INET.",
		      situation_own(situation),
		      situation_host_part(situation, address));
	return true;
}

static void no_route(struct situation *situation)
{
	const struct address *address = situation->address;
	if (!situation->socket)
		return;
	if (address && address_is_multicast(address) &&
	    situation_is_tcp(situation->socket)) {
		situation_say(situation,
			      "%s is a multicast group, and TCP has one other "
			      "end: only datagrams go to a group.",
			      situation_host_part(situation, address));
		return;
	}
	if (address && address_is_multicast(address)) {
		situation_say(situation,
			      "No route of host %s leads to %s, which is a "
			      "multicast group, and %s has no IP_MULTICAST_IF "
			      "that names an interface.",
			      host_name(situation),
			      situation_host_part(situation, address),
			      situation_own(situation));
		say_addresses(situation);
		return;
	}
	if (say_only_6(situation))
		return;
	const char *nobodys = say_lack(situation, "route", "leads to");
	if (nobodys && own_host(situation) && !is_broadcast(address))
		situation_say(situation, "No host of the lab has %s.", nobodys);
	say_unread(situation);
}

/* --- multicast -------------------------------------------------------------
 */

/* struct ip_mreq and ip_mreqn begin with the group and the interface. */
static void no_interface(struct situation *situation)
{
	const struct value *given = &situation->call->args[3];
	struct ip_mreq wanted;
	bool joins = situation_number(situation, 1) == IPPROTO_IP &&
		     situation_number(situation, 2) == IP_ADD_MEMBERSHIP;
	if (!joins || given->kind != VALUE_OPTION ||
	    given->bytes.len != sizeof(wanted))
		return;
	memcpy(&wanted, given->bytes.data, sizeof(wanted));
	char group[INET_ADDRSTRLEN], from[INET_ADDRSTRLEN];
	inet_ntop(AF_INET, &wanted.imr_multiaddr, group, sizeof(group));
	inet_ntop(AF_INET, &wanted.imr_interface, from, sizeof(from));
	if (wanted.imr_interface.s_addr == htonl(INADDR_ANY))
		situation_say(situation,
			      "imr_interface is 0.0.0.0, so the route to %s "
			      "decides, and host %s has none.",
			      group, host_name(situation));
	else
		situation_say(situation,
			      "No interface of host %s has the address %s, "
			      "which imr_interface says.",
			      host_name(situation), from);
	say_addresses(situation);
}

/* The value is an address. */
static void no_interface_to_send(struct situation *situation)
{
	const struct value *given = &situation->call->args[3];
	struct in_addr wanted = {(uint32_t)given->num};
	char text[INET_ADDRSTRLEN];
	if (situation_number(situation, 1) != IPPROTO_IP ||
	    situation_number(situation, 2) != IP_MULTICAST_IF ||
	    (given->kind != VALUE_INT && given->kind != VALUE_OPTION))
		return;
	if (given->kind == VALUE_OPTION && given->bytes.len == sizeof(wanted))
		memcpy(&wanted, given->bytes.data, sizeof(wanted));
	if (!wanted.s_addr)
		return;
	inet_ntop(AF_INET, &wanted, text, sizeof(text));
	situation_say(situation, "No interface of host %s has the address %s.",
		      host_name(situation), text);
	say_addresses(situation);
}

/* --- connect ---------------------------------------------------------------
 */

static bool is_to_the_same(const struct situation *situation,
			   const struct socket_state *row)
{
	const struct socket_state *own = situation->socket;
	return row != own && situation_is_here(situation, row) &&
	       row->protocol == own->protocol &&
	       situation_same(&row->peer, situation->address);
}

/* The same two ends exist already. */
static void taken_pair(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	for (size_t i = 0; own && i < situation->before.count; i++) {
		const struct socket_state *row = &situation->before.rows[i];
		if (!is_to_the_same(situation, row) ||
		    address_port(&row->local) != address_port(&own->local))
			continue;
		situation_say(situation,
			      "%s has the connection from %s to %s already, in "
			      "%s: two cannot have the same two ends.",
			      situation_who(situation, row),
			      situation_print(situation, &row->local),
			      situation_print(situation, &row->peer),
			      socket_state_word(row));
		return;
	}
}

static void no_source(struct situation *situation)
{
	const struct event_host *host =
		situation->socket ? own_host(situation) : NULL;
	int family = situation->address ? address_family(situation->address)
					: AF_UNSPEC;
	if (!host || family != AF_INET6 ||
	    *list_addresses(situation, host, AF_INET6))
		return;
	situation_say(situation,
		      "Host %s has no address of IPv6 to speak from, only %s.",
		      host_name(situation),
		      list_addresses(situation, host, AF_UNSPEC));
}

/* The option's value has the last port above the first. */
static void say_range(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	for (size_t i = 0; i < own->option_count; i++) {
		uint32_t value = (uint32_t)own->options[i].value;
		if (own->options[i].level == IPPROTO_IP &&
		    own->options[i].name == IP_LOCAL_PORT_RANGE)
			situation_say(situation,
				      "%s may only have a port from %u to %u "
				      "(IP_LOCAL_PORT_RANGE).",
				      situation_own(situation), value & 0xffff,
				      value >> 16);
	}
}

/* connect() was to choose the port. */
static void no_port(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (!own || !situation->address || address_port(&own->local) > 0)
		return;
	size_t taken = 0;
	int least = 65536, most = 0;
	for (size_t i = 0; i < situation->before.count; i++) {
		const struct socket_state *row = &situation->before.rows[i];
		int port = address_port(&row->local);
		if (!is_to_the_same(situation, row))
			continue;
		taken++;
		least = port < least ? port : least;
		most = port > most ? port : most;
	}
	if (!taken)
		return;
	situation_say(situation,
		      "The kernel found no free port of its own for a "
		      "connection to %s.",
		      situation_print(situation, situation->address));
	say_range(situation);
	if (taken == 1)
		situation_say(situation,
			      "A connection to there has port %d already.",
			      least);
	else
		situation_say(situation,
			      "%zu connections to there have ports already, "
			      "from %d to %d.",
			      taken, least, most);
}

const struct situation_row *situation_hosts(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"bind", 0, EADDRNOTAVAIL, not_available},
		{"connect", 0, EADDRNOTAVAIL, taken_pair},
		{"connect", 0, EADDRNOTAVAIL, no_source},
		{"connect", 0, EADDRNOTAVAIL, no_port},
		{"connect", 0, ENETUNREACH, no_route},
		{NULL, SYSCALL_SENDS, ENETUNREACH, no_route},
		{"setsockopt", 0, ENODEV, no_interface},
		{"setsockopt", 0, EADDRNOTAVAIL, no_interface_to_send},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
