/* situation_fate: which error a call will have, where its state decides that.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row is met when the kernel cannot but answer so, in the order in which it
 * looks (net/ipv4/af_inet.c, tcp.c, udp.c and their like of IPv6). Why is said
 * by the rule that explains that error when it has come: there is one model of
 * what a call meets, and it is asked before and after. Where a route, a user's
 * right or another process decides, no row is met.
 */
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <string.h>

typedef bool fate_fn(const struct situation *situation);

/* --- parts of a state ------------------------------------------------------
 */

static const struct socket_state *own_of(const struct situation *situation)
{
	return situation->socket;
}

static bool is_tcp(const struct situation *situation)
{
	return situation_is_tcp(own_of(situation));
}

static bool is_udp(const struct situation *situation)
{
	return situation_is_udp(own_of(situation));
}

static bool is_inet(const struct situation *situation)
{
	return own_of(situation)->family != AF_UNIX;
}

static bool is_in(const struct situation *situation, int state)
{
	return own_of(situation)->state == state;
}

static const struct address *named(const struct situation *situation)
{
	return call_address(situation->call);
}

static int family_of(const struct situation *situation)
{
	const struct address *address = named(situation);
	return address && address->len >= sizeof(sa_family_t)
		       ? address->as.any.sa_family
		       : AF_UNSPEC;
}

/* Bound, and not only named by getsockname(2). */
static bool has_port(const struct socket_state *own)
{
	return address_port(&own->local) > 0 && !own->unbound;
}

/* One that every host has. */
static bool is_surely_local(const struct situation *situation)
{
	const struct address *address = named(situation);
	if (address_is_wildcard(address))
		return true;
	if (address_family(address) == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&address->as.in6.sin6_addr);
	return ntohl(address->as.in.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
}

/* --- connect, bind, listen, accept -----------------------------------------
 */

static bool connects_again(const struct situation *situation)
{
	return is_tcp(situation) && family_of(situation) != AF_UNSPEC &&
	       named(situation) && !is_in(situation, SOCKET_CLOSE) &&
	       !is_in(situation, SOCKET_SYN_SENT);
}

static bool connects_meanwhile(const struct situation *situation)
{
	return is_tcp(situation) && is_in(situation, SOCKET_SYN_SENT) &&
	       own_of(situation)->nonblock && family_of(situation) != AF_UNSPEC;
}

static bool connects_too_short(const struct situation *situation)
{
	return situation_is_short(situation) &&
	       family_of(situation) != AF_UNSPEC &&
	       is_in(situation, SOCKET_CLOSE);
}

static bool connects_family(const struct situation *situation)
{
	int family = family_of(situation), own = own_of(situation)->family;
	return is_inet(situation) && is_in(situation, SOCKET_CLOSE) &&
	       !situation_is_short(situation) && family != AF_UNSPEC &&
	       family != own && (is_tcp(situation) || family != AF_INET);
}

static bool binds_too_short(const struct situation *situation)
{
	return situation_is_short(situation);
}

static bool binds_family(const struct situation *situation)
{
	int family = family_of(situation);
	return named(situation) && is_inet(situation) &&
	       !situation_is_short(situation) &&
	       family != own_of(situation)->family && family != AF_UNSPEC;
}

static bool binds_plainly(const struct situation *situation)
{
	return named(situation) && is_inet(situation) &&
	       !situation_is_short(situation) &&
	       family_of(situation) == own_of(situation)->family &&
	       is_surely_local(situation) &&
	       (address_port(named(situation)) >= IPPORT_RESERVED ||
		address_port(named(situation)) == 0);
}

static bool binds_twice(const struct situation *situation)
{
	return binds_plainly(situation) && has_port(own_of(situation));
}

static bool binds_taken(const struct situation *situation)
{
	return binds_plainly(situation) && !has_port(own_of(situation)) &&
	       address_port(named(situation)) > 0 &&
	       situation_holder(situation) &&
	       situation_holder(situation)->owner_count;
}

static bool listens_connected(const struct situation *situation)
{
	return is_tcp(situation) && !is_in(situation, SOCKET_CLOSE) &&
	       !is_in(situation, SOCKET_LISTEN);
}

static bool has_no_queue(const struct situation *situation)
{
	return own_of(situation)->type == SOCK_DGRAM;
}

static bool accepts_elsewhere(const struct situation *situation)
{
	return own_of(situation)->type == SOCK_STREAM &&
	       !is_in(situation, SOCKET_LISTEN);
}

/* --- bytes, ends -----------------------------------------------------------
 */

static bool receives_from_listener(const struct situation *situation)
{
	return is_tcp(situation) && is_in(situation, SOCKET_LISTEN);
}

static bool has_peer_never(const struct situation *situation)
{
	return is_inet(situation) &&
	       (is_in(situation, SOCKET_CLOSE) ||
		is_in(situation, SOCKET_LISTEN)) &&
	       !situation_connected(situation);
}

static bool shuts_nothing(const struct situation *situation)
{
	int64_t how = situation_number(situation, 1);
	return is_in(situation, SOCKET_CLOSE) && how >= SHUT_RD &&
	       how <= SHUT_RDWR && has_peer_never(situation);
}

static bool sends_after_its_end(const struct situation *situation)
{
	return is_tcp(situation) && own_of(situation)->shut_wr &&
	       (is_in(situation, SOCKET_FIN_WAIT1) ||
		is_in(situation, SOCKET_FIN_WAIT2)) &&
	       situation_shutdown(situation, SHUT_WR);
}

static bool sends_to_nobody(const struct situation *situation)
{
	const struct syscall *syscall = situation->call->syscall;
	bool is_plain = !strcmp(syscall->name, "send") ||
			!strcmp(syscall->name, "write") ||
			!strcmp(syscall->name, "sendto");
	return is_udp(situation) && is_plain && !named(situation) &&
	       has_peer_never(situation);
}

/* clang-format off */
static const struct {
	const char *call;
	unsigned flags; /* enum syscall_flag, where `call` is NULL */
	int error;
	fate_fn *is_met;
} rows[] = {
	{"accept", 0, EOPNOTSUPP, has_no_queue},
	{"accept4", 0, EOPNOTSUPP, has_no_queue},
	{"accept", 0, EINVAL, accepts_elsewhere},
	{"accept4", 0, EINVAL, accepts_elsewhere},
	{"bind", 0, EINVAL, binds_too_short},
	{"bind", 0, EAFNOSUPPORT, binds_family},
	{"bind", 0, EINVAL, binds_twice},
	{"bind", 0, EADDRINUSE, binds_taken},
	{"connect", 0, EISCONN, connects_again},
	{"connect", 0, EALREADY, connects_meanwhile},
	{"connect", 0, EINVAL, connects_too_short},
	{"connect", 0, EAFNOSUPPORT, connects_family},
	{"getpeername", 0, ENOTCONN, has_peer_never},
	{"listen", 0, EOPNOTSUPP, has_no_queue},
	{"listen", 0, EINVAL, listens_connected},
	{"shutdown", 0, ENOTCONN, shuts_nothing},
	{NULL, SYSCALL_RECEIVES, ENOTCONN, receives_from_listener},
	{NULL, SYSCALL_SENDS, EPIPE, sends_after_its_end},
	{NULL, SYSCALL_SENDS, EDESTADDRREQ, sends_to_nobody},
};
/* clang-format on */

int situation_fate(const struct situation *situation)
{
	const struct syscall *syscall = situation->call->syscall;
	for (size_t i = 0; situation->socket && i < COUNT(rows); i++) {
		bool is_of = rows[i].call
				     ? !strcmp(rows[i].call, syscall->name)
				     : (rows[i].flags & syscall->flags) != 0;
		if (is_of && rows[i].is_met(situation))
			return rows[i].error;
	}
	return 0;
}
