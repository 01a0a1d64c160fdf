/* situation_address: reasons that lie in an address and in who has it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When two sockets may share a port (net/ipv4/inet_connection_sock.c,
 * inet_csk_bind_conflict): when their addresses differ and neither is the
 * wildcard, when both have SO_REUSEADDR and neither listens, or when both have
 * SO_REUSEPORT and are of one user. A connection in TIME-WAIT counts, too, and
 * has the SO_REUSEADDR that its socket had.
 */
#include "base/sentence.h"
#include "show/reason/situation_parts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

static bool overlaps(const struct address *a, const struct address *b)
{
	return situation_reaches(a, b) || situation_reaches(b, a);
}

/* --- who has the port ------------------------------------------------------
 */

static bool both_have(const struct situation *situation,
		      const struct socket_state *row, int name)
{
	return situation_has_option(situation, situation->socket, SOL_SOCKET,
				    name) &&
	       situation_has_option(situation, row, SOL_SOCKET, name);
}

static bool holds(const struct situation *situation,
		  const struct socket_state *row, const struct address *address)
{
	const struct socket_state *own = situation->socket;
	if (row == own || !situation_is_here(situation, row) ||
	    row->protocol != own->protocol || !overlaps(&row->local, address))
		return false;
	if (both_have(situation, row, SO_REUSEPORT))
		return false;
	return !both_have(situation, row, SO_REUSEADDR) ||
	       (row->state == SOCKET_LISTEN && situation_is_tcp(row));
}

/* Whom to blame first: who listens, who has it open, who is only left over. */
static int blame(const struct socket_state *row)
{
	if (row->state == SOCKET_LISTEN)
		return 3;
	if (row->owner_count)
		return 2;
	return row->state == SOCKET_TIME_WAIT ? 0 : 1;
}

static const struct socket_state *holder(const struct situation *situation,
					 const struct address *address,
					 size_t *count)
{
	const struct socket_state *found = NULL;
	*count = 0;
	for (size_t i = 0; i < situation->before.count; i++) {
		const struct socket_state *row = &situation->before.rows[i];
		if (!holds(situation, row, address))
			continue;
		(*count)++;
		if (!found || blame(row) > blame(found))
			found = row;
	}
	return found;
}

socklen_t situation_address_least(const struct socket_state *socket)
{
	enum { WITHOUT_SCOPE = 24 }; // SIN6_LEN_RFC2133
	return socket->family == AF_INET6 ? (socklen_t)WITHOUT_SCOPE
					  : sizeof(struct sockaddr_in);
}

bool situation_is_short(const struct situation *situation)
{
	const struct address *address = call_address(situation->call);
	const struct socket_state *own = situation->socket;
	if (!own || !address || own->family == AF_UNIX)
		return false;
	return address->len < situation_address_least(own);
}

const struct socket_state *situation_holder(const struct situation *situation)
{
	size_t count;
	return situation->socket && situation->address &&
			       address_port(situation->address) != 0
		       ? holder(situation, situation->address, &count)
		       : NULL;
}

static void say_left_over(struct situation *situation,
			  const struct socket_state *row, size_t count)
{
	SAY(situation, "port-left-over",
	    SLOT_NUMBER("port", address_port(&row->local)),
	    SLOT_TEXT("address", situation_print(situation, &row->local)),
	    SLOT_TEXT("peer", situation_print(situation, &row->peer)),
	    SLOT_TEXT("state", socket_state_word(row)));
	if (count > 1)
		SAY(situation, "port-left-over-more",
		    SLOT_NUMBER("count", count));
	if (situation_has_option(situation, situation->socket, SOL_SOCKET,
				 SO_REUSEADDR))
		SAY(situation, "reuseaddr-missing-there",
		    SLOT_TEXT("own", situation_own(situation)));
	else
		SAY(situation, "reuseaddr-missing");
}

/* A socket of IPv6 that takes clients of IPv4 from one that is of IPv4. */
static bool is_of_both(const struct situation *situation,
		       const struct socket_state *row)
{
	return row->family == AF_INET6 &&
	       situation->socket->family == AF_INET &&
	       !situation_has_option(situation, row, IPPROTO_IPV6, IPV6_V6ONLY);
}

/* One of the two has the option, and both must. */
static void say_lack_of_reuseport(struct situation *situation,
				  const struct socket_state *row)
{
	const struct socket_state *own = situation->socket;
	bool mine =
		situation_has_option(situation, own, SOL_SOCKET, SO_REUSEPORT);
	bool other =
		situation_has_option(situation, row, SOL_SOCKET, SO_REUSEPORT);
	if (mine != other)
		SAY(situation, "reuseport-missing",
		    SLOT_TEXT("has", mine ? situation_own(situation)
					  : situation_who(situation, row)),
		    SLOT_TEXT("lacks", mine ? situation_who(situation, row)
					    : situation_own(situation)));
}

static void say_holder(struct situation *situation,
		       const struct socket_state *row)
{
	const char *who = situation_who(situation, row);
	int port = address_port(&row->local);
	if (row->peer.len && address_port(&row->peer) > 0)
		SAY(situation, "port-used", SLOT_NUMBER("port", port),
		    SLOT_TEXT("other", who),
		    SLOT_TEXT("state", socket_state_word(row)),
		    SLOT_TEXT("peer", situation_print(situation, &row->peer)));
	else
		SAY(situation, "port-bound", SLOT_NUMBER("port", port),
		    SLOT_TEXT("other", who),
		    SLOT_TEXT("state", socket_state_word(row)));
	if (address_is_wildcard(&row->local))
		SAY(situation,
		    is_of_both(situation, row) ? "every-address-of-both"
					       : "every-address",
		    SLOT_TEXT("address",
			      situation_print(situation, &row->local)));
	if (row->state == SOCKET_LISTEN && situation_is_tcp(row) &&
	    situation_has_option(situation, situation->socket, SOL_SOCKET,
				 SO_REUSEADDR))
		SAY(situation, "reuseaddr-no-help");
	say_lack_of_reuseport(situation, row);
}

static void unix_in_use(struct situation *situation)
{
	const struct address *address = situation->address;
	const struct socket_state *row = situation_named(situation, address);
	const char *path = situation_print(situation, address);
	if (row)
		SAY(situation, "path-bound", SLOT_TEXT("path", path),
		    SLOT_TEXT("other", situation_who(situation, row)),
		    SLOT_TEXT("state", socket_state_word(row)));
	else if (situation_is_path(address))
		SAY(situation, "path-left-behind", SLOT_TEXT("path", path));
}

static void in_use(struct situation *situation)
{
	const struct address *address = situation->address;
	if (!situation->socket)
		return;
	if (address && address_family(address) == AF_UNIX) {
		unix_in_use(situation);
		return;
	}
	if (!address)
		address = &situation->socket->local;
	size_t count;
	const struct socket_state *row = holder(situation, address, &count);
	if (!row)
		return;
	if (row->owner_count)
		say_holder(situation, row);
	else
		say_left_over(situation, row, count);
}

/* --- addresses that are not for everybody ------------------------------------
 */

static void low_port(struct situation *situation)
{
	int port = situation->address ? address_port(situation->address) : 0;
	if (port > 0 && port < 1024)
		SAY(situation, "low-port", SLOT_NUMBER("port", port),
		    SLOT_TEXT("actor", situation->actor));
}

static void broadcast(struct situation *situation)
{
	const struct address *address = situation->address;
	if (!situation->socket || !address ||
	    address_family(address) != AF_INET ||
	    !situation_is_udp(situation->socket) ||
	    situation_has_option(situation, situation->socket, SOL_SOCKET,
				 SO_BROADCAST))
		return;
	SAY(situation, "broadcast-not-allowed",
	    SLOT_TEXT("address", situation_host_part(situation, address)),
	    SLOT_TEXT("own", situation_own(situation)));
}

/* "AF_INET"; of a number that is no family's, that. */
static const char *family_word(struct situation *situation, int family)
{
	const char *name = symbol_name(SYMBOL_FAMILY, family);
	if (family == AF_UNSPEC)
		return WORDS(situation, "family-of-0");
	return name ? name
		    : WORDS(situation, "family-of-number",
			    SLOT_NUMBER("family", family));
}

/* sizeof of a pointer is what one gets who hands the pointer to sizeof. */
static void too_short(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (!situation_is_short(situation))
		return;
	socklen_t given = call_address(situation->call)->len;
	SAY(situation, "address-too-short", SLOT_NUMBER("given", given),
	    SLOT_TEXT("family", family_word(situation, own->family)),
	    SLOT_NUMBER("least", own->family == AF_INET6
					 ? sizeof(struct sockaddr_in6)
					 : sizeof(struct sockaddr_in)));
	if (given == sizeof(void *))
		SAY(situation, "size-of-pointer",
		    SLOT_NUMBER("size", sizeof(void *)));
}

/* What is longer than all addresses is not even read. */
static void too_long(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	const struct value *given = &situation->call->args[1];
	size_t most = own && own->family == AF_UNIX
			      ? sizeof(struct sockaddr_un)
			      : sizeof(struct sockaddr_storage);
	if (!own || given->kind != VALUE_AT || given->num <= (int64_t)most)
		return;
	SAY(situation,
	    own->family == AF_UNIX ? "address-too-long-unix"
				   : "address-too-long",
	    SLOT_NUMBER("given", given->num));
}

static void other_family(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	const struct address *address = call_address(situation->call);
	if (!own || !address || address->len < sizeof(sa_family_t) ||
	    address->as.any.sa_family == own->family)
		return;
	int family = address->as.any.sa_family;
	if (family == AF_UNSPEC && situation->call->result.error == EINVAL)
		return;
	SAY(situation, "family-differs",
	    SLOT_TEXT("own", situation_own(situation)),
	    SLOT_TEXT("family", family_word(situation, own->family)),
	    SLOT_TEXT("named", family_word(situation, family)));
	if (family == __builtin_bswap16((uint16_t)own->family))
		SAY(situation, "family-swapped", SLOT_NUMBER("number", family),
		    SLOT_TEXT("family", family_word(situation, own->family)));
}

/* --- ports ------------------------------------------------------------------
 */

static void port_zero(struct situation *situation)
{
	const struct address *address = call_address(situation->call);
	// UDP over IPv4 takes AF_UNSPEC for AF_INET.
	bool is_like = address && address->len >= sizeof(address->as.in) &&
		       address->as.any.sa_family == AF_UNSPEC &&
		       situation->socket &&
		       situation->socket->family == AF_INET;
	if (address && (address_port(address) == 0 ||
			(is_like && !address->as.in.sin_port)))
		SAY(situation, "port-zero");
}

const struct situation_row *situation_addresses(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"bind", 0, EADDRINUSE, in_use},
		{"listen", 0, EADDRINUSE, in_use},
		{"bind", 0, EACCES, low_port},
		{"connect", 0, EACCES, broadcast},
		{NULL, SYSCALL_SENDS, EACCES, broadcast},
		{NULL, 0, EAFNOSUPPORT, other_family},
		{NULL, 0, EINVAL, other_family},
		{"bind", 0, EINVAL, too_long},
		{"connect", 0, EINVAL, too_long},
		{"bind", 0, EINVAL, too_short},
		{"connect", 0, EINVAL, too_short},
		{NULL, SYSCALL_SENDS, EINVAL, too_short},
		{NULL, SYSCALL_SENDS, EINVAL, port_zero},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
