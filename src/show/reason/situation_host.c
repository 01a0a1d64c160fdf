/* situation_host: reasons that lie in the addresses and ports that a host has.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * EADDRNOTAVAIL has three: an address that no interface has (bind), no address
 * of that family to speak from, and no port to speak from (connect): all of the
 * range have a connection with the other end already. The addresses are those
 * that the kernel listed when the call had failed.
 */
#include "base/sentence.h"
#include "journal/latest.h"
#include "show/reason/situation_parts.h"

#include <arpa/inet.h>
#include <byteswap.h>
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
	return *text ? situation_both(situation, text, last) : last;
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
		SAY(situation, "host-has",
		    SLOT_TEXT("addresses",
			      list_addresses(situation, host, AF_UNSPEC)));
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

/* An address of the lab in the byte order of the machine. */
static void say_address_swapped(struct situation *situation)
{
	struct address meant = *situation->address;
	uint32_t *bytes = &meant.as.in.sin_addr.s_addr;
	if (address_family(&meant) != AF_INET)
		return;
	*bytes = bswap_32(*bytes);
	const char *text = situation_host_part(situation, &meant);
	const struct event_host *own = own_host(situation);
	if (!(own && has_address(own, text)) && !host_with(situation, text))
		return;
	SAY(situation, "address-swapped",
	    SLOT_TEXT("address",
		      situation_host_part(situation, situation->address)),
	    SLOT_TEXT("meant", text));
}

/* Says that nothing of that sort has the address, and who does. Returns the
 * address where nobody is known to; else NULL. */
static const char *say_lack(struct situation *situation, bool is_route)
{
	const struct address *address = situation->address;
	if (!situation->socket || !address || address_port(address) < 0)
		return NULL;
	const char *text = situation_host_part(situation, address);
	const char *other = host_with(situation, text);
	SAY(situation, is_route ? "route-missing" : "interface-missing",
	    SLOT_TEXT("host", host_name(situation)),
	    SLOT_TEXT("address", text));
	say_addresses(situation);
	say_address_swapped(situation);
	if (other)
		SAY(situation, "address-of-host", SLOT_TEXT("address", text),
		    SLOT_TEXT("host", other));
	return other ? NULL : text;
}

/* What inet_addr() returns for what it cannot read is a broadcast address. */
static void say_unread(struct situation *situation)
{
	const struct address *address = situation->address;
	if (address && address_family(address) == AF_INET &&
	    address->as.in.sin_addr.s_addr == htonl(INADDR_NONE))
		SAY(situation, "inaddr-none");
}

static void not_available(struct situation *situation)
{
	say_lack(situation, false);
	say_unread(situation);
}

static bool is_broadcast(const struct address *address)
{
	return address_family(address) == AF_INET &&
	       (ntohl(address->as.in.sin_addr.s_addr) & 0xff) == 0xff;
}

static bool is_broadcast_of_all(const struct address *address)
{
	return address && address_family(address) == AF_INET &&
	       address->as.in.sin_addr.s_addr == htonl(INADDR_BROADCAST);
}

static bool has_only_loopback(const struct situation *situation)
{
	const struct event_host *host = own_host(situation);
	bool is_only = host && host->address_count;
	for (size_t i = 0; host && i < host->address_count; i++)
		is_only = is_only && (!strncmp(host->addresses[i], "127.", 4) ||
				      !strncmp(host->addresses[i], "::1/", 4));
	return is_only;
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
	SAY(situation, "v6only-ipv4",
	    SLOT_TEXT("own", situation_own(situation)),
	    SLOT_TEXT("address", situation_host_part(situation, address)));
	return true;
}

static void no_route(struct situation *situation)
{
	const struct address *address = situation->address;
	if (!situation->socket)
		return;
	if (address && address_is_multicast(address) &&
	    situation_is_tcp(situation->socket)) {
		SAY(situation, "group-over-tcp",
		    SLOT_TEXT("address",
			      situation_host_part(situation, address)));
		return;
	}
	if (address && address_is_multicast(address)) {
		SAY(situation, "group-no-route",
		    SLOT_TEXT("host", host_name(situation)),
		    SLOT_TEXT("address",
			      situation_host_part(situation, address)),
		    SLOT_TEXT("own", situation_own(situation)));
		say_addresses(situation);
		return;
	}
	if (say_only_6(situation))
		return;
	const char *nobodys = say_lack(situation, true);
	if (is_broadcast_of_all(address) && has_only_loopback(situation))
		SAY(situation, "broadcast-no-network",
		    SLOT_TEXT("host", host_name(situation)));
	if (nobodys && own_host(situation) && !is_broadcast(address))
		SAY(situation, "host-nobody", SLOT_TEXT("address", nobodys));
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
		SAY(situation, "group-no-interface", SLOT_TEXT("group", group),
		    SLOT_TEXT("host", host_name(situation)));
	else
		SAY(situation, "interface-unknown",
		    SLOT_TEXT("host", host_name(situation)),
		    SLOT_TEXT("address", from));
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
	SAY(situation, "interface-unknown-sending",
	    SLOT_TEXT("host", host_name(situation)),
	    SLOT_TEXT("address", text));
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
		SAY(situation, "pair-taken",
		    SLOT_TEXT("other", situation_who(situation, row)),
		    SLOT_TEXT("address",
			      situation_print(situation, &row->local)),
		    SLOT_TEXT("peer", situation_print(situation, &row->peer)),
		    SLOT_TEXT("state", socket_state_word(row)));
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
	SAY(situation, "no-ipv6-source",
	    SLOT_TEXT("host", host_name(situation)),
	    SLOT_TEXT("addresses", list_addresses(situation, host, AF_UNSPEC)));
}

/* The option's value has the last port above the first. */
static void say_range(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	for (size_t i = 0; i < own->option_count; i++) {
		uint32_t value = (uint32_t)own->options[i].value;
		if (own->options[i].level == IPPROTO_IP &&
		    own->options[i].name == IP_LOCAL_PORT_RANGE)
			SAY(situation, "port-range",
			    SLOT_TEXT("own", situation_own(situation)),
			    SLOT_NUMBER("least", value & 0xffff),
			    SLOT_NUMBER("most", value >> 16));
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
	SAY(situation, "no-free-port",
	    SLOT_TEXT("address",
		      situation_print(situation, situation->address)));
	say_range(situation);
	if (taken == 1)
		SAY(situation, "port-of-one", SLOT_NUMBER("port", least));
	else
		SAY(situation, "ports-of-many", SLOT_NUMBER("taken", taken),
		    SLOT_NUMBER("least", least), SLOT_NUMBER("most", most));
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
