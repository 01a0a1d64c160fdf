/* situation_ahead: what a call that was not made yet is about to do.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A traced program is stopped at the entry of its call, so the state that is
 * shown is the one that the call will meet, unless another program goes first.
 * Nothing is foretold but what follows from that state.
 */
#include "call/table/option_help.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "show/reason/situation_parts.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static const char *local_of(struct situation *situation)
{
	return situation_print(situation, &situation->now->local);
}

/* MSG_* of the call. */
static int64_t flags_of(const struct situation *situation)
{
	const struct call *call = situation->call;
	bool has_flags = call->argc > 2 &&
			 call->syscall->parameters[2].kind == &kind_msg;
	return has_flags ? call->args[2].num : 0;
}

/* Whether the call sleeps when there is nothing for it. */
static bool can_wait(const struct situation *situation)
{
	return !situation->now->nonblock &&
	       !(flags_of(situation) & MSG_DONTWAIT);
}

/* "listens" of one descriptor, "listen" of several that share a socket. */
static const char *verb(const struct socket_state *row, const char *one,
			const char *several)
{
	return row && row->owner_count > 1 ? several : one;
}

static const char *or_sleep(const struct situation *situation)
{
	return can_wait(situation) ? "the call would sleep"
				   : "the call must not wait, and would fail";
}

/* --- a socket and its address ----------------------------------------------
 */

static void new_socket(struct situation *situation)
{
	static const struct {
		int64_t family, type;
		const char *words;
	} kinds[] = {
		{AF_INET, SOCK_STREAM, "a TCP socket for IPv4"},
		{AF_INET, SOCK_DGRAM, "a UDP socket for IPv4"},
		{AF_INET6, SOCK_STREAM, "a TCP socket for IPv6"},
		{AF_INET6, SOCK_DGRAM, "a UDP socket for IPv6"},
		{AF_UNIX, SOCK_STREAM, "a UNIX stream socket"},
		{AF_UNIX, SOCK_DGRAM, "a UNIX datagram socket"},
	};
	int64_t type = situation_number(situation, 1) &
		       ~(int64_t)(SOCK_NONBLOCK | SOCK_CLOEXEC);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (kinds[i].family == situation_number(situation, 0) &&
		    kinds[i].type == type)
			situation_say(situation,
				      "It makes %s, without an address.",
				      kinds[i].words);
	}
}

/* Who listens where the call wants to go, or NULL; `count` how many do: of
 * SO_REUSEPORT several, and the kernel picks one. */
static const struct socket_state *listener(const struct situation *situation,
					   size_t *count)
{
	const struct socket_state *found = NULL;
	const struct snapshot *snapshot = &situation->after;
	*count = 0;
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct socket_state *row = &snapshot->rows[i];
		if (row == situation->now || row->family == AF_UNIX ||
		    row->protocol != situation->now->protocol ||
		    row->state != SOCKET_LISTEN ||
		    !situation_reaches(situation->address, &row->local))
			continue;
		(*count)++;
		found = row;
	}
	return found;
}

static void names_itself(struct situation *situation)
{
	if (!situation->now || !situation->address ||
	    situation_is_short(situation) ||
	    address_family(situation->address) != situation->now->family)
		return;
	if (address_port(situation->address) == 0)
		situation_say(
			situation,
			"It gives %s the address %s and a port that the "
			"kernel chooses: port 0 asks for that.",
			situation_own(situation),
			situation_host_part(situation, situation->address));
	else
		situation_say(situation,
			      "It gives %s the address %s, if that is free.",
			      situation_own(situation),
			      situation_print(situation, situation->address));
	const struct socket_state *other = situation_holder(situation);
	if (other)
		situation_say(situation, "%s %s that port already, in %s.",
			      situation_who(situation, other),
			      verb(other, "has", "have"),
			      socket_state_word(other));
}

static void begins_to_listen(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own)
		return;
	if (own->state == SOCKET_LISTEN)
		situation_say(situation,
			      "%s listens already: it only sets the backlog, "
			      "%lld.",
			      situation_own(situation),
			      (long long)situation_number(situation, 1));
	else if (address_port(&own->local) == 0)
		situation_say(situation,
			      "%s has no address yet: the kernel chooses a "
			      "port, and takes clients there.",
			      situation_own(situation));
	else
		situation_say(situation,
			      "It lets the kernel take clients at %s, which "
			      "then wait for accept(); the backlog is %lld.",
			      local_of(situation),
			      (long long)situation_number(situation, 1));
}

/* --- connect ---------------------------------------------------------------
 */

/* connect() to AF_UNSPEC takes back what connect(), or listen(), has made. */
static void lets_go(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (address_port(&own->peer) > 0)
		situation_say(situation,
			      "The family of the address is AF_UNSPEC: it ends "
			      "what connects %s with %s, and connects it with "
			      "nobody.",
			      situation_own(situation),
			      situation_print(situation, &own->peer));
	else
		situation_say(situation,
			      "The family of the address is AF_UNSPEC: nothing "
			      "is sent, and %s stays without a peer.",
			      situation_own(situation));
}

/* A host that has the address is known: loopback, or one that a socket is
 * bound to. To all else a route decides. */
static bool is_known(const struct situation *situation)
{
	const struct address *to = situation->address;
	if (address_family(to) == AF_INET6 &&
	    IN6_IS_ADDR_LOOPBACK(&to->as.in6.sin6_addr))
		return true;
	if (address_family(to) == AF_INET &&
	    ntohl(to->as.in.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET)
		return true;
	for (size_t i = 0; i < situation->after.count; i++) {
		if (situation_same_host(to, &situation->after.rows[i].local))
			return true;
	}
	return false;
}

static const char *who_listens(struct situation *situation)
{
	size_t count;
	const struct socket_state *row = listener(situation, &count);
	if (!row)
		return "no socket shown here listens there";
	if (count > 1)
		return arena_printf(&situation->arena,
				    "%zu sockets listen there, and the kernel "
				    "picks one",
				    count);
	return arena_printf(&situation->arena, "%s %s there",
			    situation_who(situation, row),
			    verb(row, "listens", "listen"));
}

static void sends_syn(struct situation *situation, const char *to)
{
	situation_say(situation, "It sends a SYN to %s%s and %s: %s.", to,
		      is_known(situation) ? "" : ", if a route leads there,",
		      situation->now->nonblock
			      ? "does not wait for the answer, for the socket "
				"is non-blocking"
			      : "waits for the answer",
		      who_listens(situation));
}

/* Who had a connection cannot have another, not even after its reset. */
static bool was_never_up(const struct situation *situation)
{
	const struct socket_state *last = situation_connected(situation);
	return !last || last->state == SOCKET_SYN_SENT;
}

static void reaches_out(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	const struct address *named = call_address(situation->call);
	if (!own || !named ||
	    (!situation_is_tcp(own) && !situation_is_udp(own)))
		return;
	if (named->as.any.sa_family == AF_UNSPEC) {
		lets_go(situation);
		return;
	}
	const char *to = situation_print(situation, situation->address);
	if (!address_same(situation->address, named))
		to = arena_printf(&situation->arena, "%s, which %s stands for,",
				  to, situation_print(situation, named));
	if (situation_is_udp(own))
		situation_say(situation,
			      "It notes %s as the peer of %s; UDP sends "
			      "nothing for that.",
			      to, situation_own(situation));
	else if (own->state == SOCKET_SYN_SENT)
		situation_say(situation,
			      "The SYN is sent already: it waits for the "
			      "answer from %s.",
			      situation_print(situation, &own->peer));
	else if (own->state == SOCKET_CLOSE && was_never_up(situation))
		sends_syn(situation, to);
}

static void takes_client(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own || own->state != SOCKET_LISTEN || own->family == AF_UNIX)
		return;
	if (own->recv_q)
		situation_say(situation,
			      "It takes the oldest client off the accept queue "
			      "of %s, where %s.",
			      local_of(situation),
			      situation_many(situation, own->recv_q,
					     "one waits", "wait"));
	else
		situation_say(situation,
			      "It takes a client off the accept queue of %s. "
			      "The queue is empty now: %s.",
			      local_of(situation), or_sleep(situation));
}

/* --- bytes -----------------------------------------------------------------
 */

static bool has_end(const struct socket_state *own)
{
	return own->state == SOCKET_CLOSE_WAIT ||
	       own->state == SOCKET_LAST_ACK || own->state == SOCKET_CLOSING;
}

static void takes_bytes(struct situation *situation, int64_t unread)
{
	const struct socket_state *own = situation->now;
	int64_t asked = situation_number(situation, 1);
	int64_t flags = flags_of(situation);
	const char *most = situation_count(situation, asked, "byte");
	if (flags & MSG_PEEK)
		situation_say(situation,
			      "It looks at most at %s of the %lld that wait in "
			      "%s: MSG_PEEK leaves them there.",
			      most, (long long)unread,
			      situation_own(situation));
	else if (flags & MSG_WAITALL && unread < asked && !has_end(own) &&
		 can_wait(situation))
		situation_say(situation,
			      "%lld of %s wait in %s: MSG_WAITALL makes the "
			      "call sleep until all are there, or the stream "
			      "ends.",
			      (long long)unread, most,
			      situation_own(situation));
	else
		situation_say(situation,
			      "It takes at most %s out of %s, where %lld wait "
			      "to be read.",
			      most, situation_own(situation),
			      (long long)unread);
}

static void receives(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own || !situation_is_tcp(own) || own->state == SOCKET_CLOSE ||
	    situation_number(situation, 1) <= 0)
		return;
	int64_t unread = situation_unread(own);
	if (flags_of(situation) & (MSG_OOB | MSG_ERRQUEUE))
		return;
	if (unread > 0)
		takes_bytes(situation, unread);
	else if (has_end(own))
		situation_say(situation,
			      "Everything that came to %s was read, and the "
			      "other end sends no more: the call returns 0.",
			      situation_own(situation));
	else if (situation_shutdown(situation, SHUT_RD))
		situation_say(situation,
			      "%s was shut down for receiving by its own "
			      "shutdown(): the call returns 0.",
			      situation_own(situation));
	else if (own->shut_rd)
		return;
	else
		situation_say(situation,
			      "It takes bytes out of %s. Nothing has come "
			      "yet: %s.",
			      situation_own(situation), or_sleep(situation));
}

static void sends(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	const struct value *data = &situation->call->args[1];
	bool is_up = own && (own->state == SOCKET_ESTABLISHED ||
			     own->state == SOCKET_CLOSE_WAIT);
	if (!is_up || !situation_is_tcp(own) || own->shut_wr ||
	    data->kind != VALUE_BYTES)
		return;
	situation_say(
		situation,
		"It copies %s%s into the send buffer of %s; the kernel "
		"sends them to %s as the window there allows.",
		situation_count(situation, (int64_t)data->bytes.len, "byte"),
		can_wait(situation) ? "" : ", or as many as fit,",
		situation_own(situation),
		situation_print(situation, &own->peer));
	if (flags_of(situation) & MSG_OOB)
		situation_say(situation,
			      "MSG_OOB: the last of them is urgent.");
	if (own->state == SOCKET_CLOSE_WAIT)
		situation_say(
			situation,
			"The other end has sent its FIN: if it has closed "
			"the socket, it answers with RST.");
}

/* --- options ------------------------------------------------------
 */

static void handles_option(struct situation *situation, const char *does)
{
	int64_t level = situation_number(situation, 1);
	const char *group = symbol_name_in_c(SYMBOL_LEVEL, level);
	const char *name = symbol_name_in_c(symbol_option_group(level),
					    situation_number(situation, 2));
	const struct option_help *help =
		group && name ? option_help_find(group, name) : NULL;
	if (help && situation->now)
		situation_say(situation, "It %s %s of %s. %s", does, name,
			      situation_own(situation), help->says);
}

static void sets_option(struct situation *situation)
{
	handles_option(situation, "sets");
}

/* Its help says why we do not read it. */
static void reads_option(struct situation *situation)
{
	if (situation->now && situation_number(situation, 1) == SOL_SOCKET &&
	    situation_number(situation, 2) == SO_ERROR)
		situation_say(situation,
			      "It reads the error that waits at %s, 0 if "
			      "there is none, and takes it away.",
			      situation_own(situation));
	else
		handles_option(situation, "reads");
}

static void says_blocking(struct situation *situation, bool nonblock)
{
	if (situation->now)
		situation_say(situation,
			      nonblock ? "It makes %s non-blocking: from then "
					 "on its calls do not wait."
				       : "It makes %s blocking: its calls wait "
					 "for what they need.",
			      situation_own(situation));
}

static void sets_number(struct situation *situation)
{
	if (situation_number(situation, 1) == FIONBIO)
		says_blocking(situation, situation_number(situation, 2));
}

static void sets_flags(struct situation *situation)
{
	if (situation_number(situation, 1) == F_SETFL)
		says_blocking(situation,
			      situation_number(situation, 2) & O_NONBLOCK);
}

/* clang-format off */
static const struct situation_row rows[] = {
	{"accept", 0, SITUATION_AHEAD, takes_client},
	{"accept4", 0, SITUATION_AHEAD, takes_client},
	{"bind", 0, SITUATION_AHEAD, names_itself},
	{"connect", 0, SITUATION_AHEAD, reaches_out},
	{"fcntl", 0, SITUATION_AHEAD, sets_flags},
	{"getsockopt", 0, SITUATION_AHEAD, reads_option},
	{"ioctl", 0, SITUATION_AHEAD, sets_number},
	{"listen", 0, SITUATION_AHEAD, begins_to_listen},
	{"read", 0, SITUATION_AHEAD, receives},
	{"recv", 0, SITUATION_AHEAD, receives},
	{"recvfrom", 0, SITUATION_AHEAD, receives},
	{"send", 0, SITUATION_AHEAD, sends},
	{"sendto", 0, SITUATION_AHEAD, sends},
	{"setsockopt", 0, SITUATION_AHEAD, sets_option},
	{"socket", 0, SITUATION_AHEAD, new_socket},
	{"write", 0, SITUATION_AHEAD, sends},
};
/* clang-format on */

const struct situation_row *situation_aheads(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
