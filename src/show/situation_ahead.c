/* situation_ahead: what a call that was not made yet is about to do.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A traced program is stopped at the entry of its call, so the state that is
 * shown is the one that the call will meet, unless another program goes first.
 * Nothing is foretold but what follows from that state.
 */
#include "call/option_help.h"
#include "call/symbol.h"
#include "show/situation_parts.h"

#include <netinet/in.h>
#include <sys/socket.h>

static int64_t number_of(const struct situation *situation, size_t i)
{
	const struct value *value = &situation->call->args[i];
	bool given = i < situation->call->argc && value->kind == VALUE_INT;
	return given ? value->num : 0;
}

static const char *local_of(struct situation *situation)
{
	return situation_print(situation, &situation->now->local);
}

/* Whether the call sleeps when there is nothing for it. */
static bool can_wait(const struct situation *situation)
{
	bool has_flags = situation->call->syscall->flags &
			 (SYSCALL_SENDS | SYSCALL_RECEIVES);
	return !situation->now->nonblock &&
	       !(has_flags && number_of(situation, 2) & MSG_DONTWAIT);
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
	int64_t type = number_of(situation, 1) &
		       ~(int64_t)(SOCK_NONBLOCK | SOCK_CLOEXEC);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (kinds[i].family == number_of(situation, 0) &&
		    kinds[i].type == type)
			situation_say(situation,
				      "It makes %s, without an address.",
				      kinds[i].words);
	}
}

/* Another socket that has the port of an address, or NULL. */
static const struct socket_state *holder(const struct situation *situation,
					 bool listens)
{
	const struct snapshot *snapshot = &situation->after;
	int port = address_port(situation->address);
	for (size_t i = 0; port > 0 && i < snapshot->count; i++) {
		const struct socket_state *row = &snapshot->rows[i];
		if (row != situation->now && row->family != AF_UNIX &&
		    row->protocol == situation->now->protocol &&
		    row->type == situation->now->type &&
		    (!listens || row->state == SOCKET_LISTEN) &&
		    situation_reaches(situation->address, &row->local))
			return row;
	}
	return NULL;
}

static void names_itself(struct situation *situation)
{
	if (!situation->now || !situation->address)
		return;
	situation_say(situation, "It gives %s the address %s.",
		      situation_own(situation),
		      situation_print(situation, situation->address));
	const struct socket_state *other = holder(situation, false);
	if (other)
		situation_say(situation, "%s has that port already, in %s.",
			      situation_who(situation, other),
			      socket_state_word(other));
}

static void begins_to_listen(struct situation *situation)
{
	if (situation->now)
		situation_say(situation,
			      "It lets the kernel take clients at %s, which "
			      "then wait for accept(); the backlog is %lld.",
			      local_of(situation),
			      (long long)number_of(situation, 1));
}

static void reaches_out(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own || !situation->address)
		return;
	const char *to = situation_print(situation, situation->address);
	if (situation_is_udp(own)) {
		situation_say(situation,
			      "It notes %s as the peer of %s; UDP sends "
			      "nothing for that.",
			      to, situation_own(situation));
		return;
	}
	if (!situation_is_tcp(own))
		return;
	const struct socket_state *listener = holder(situation, true);
	situation_say(situation,
		      "It sends a SYN to %s and waits for the "
		      "answer: %s listens there.",
		      to,
		      listener ? situation_who(situation, listener)
			       : "no socket shown here");
}

static void takes_client(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own || own->state != SOCKET_LISTEN || own->family == AF_UNIX)
		return;
	if (own->recv_q)
		situation_say(situation,
			      "It takes the first of %s off the accept queue "
			      "of %s.",
			      situation_count(situation, own->recv_q,
					      "waiting client"),
			      local_of(situation));
	else
		situation_say(situation,
			      "It takes a client off the accept queue of %s. "
			      "The queue is empty now: %s.",
			      local_of(situation), or_sleep(situation));
}

/* --- bytes -----------------------------------------------------------------
 */

static bool is_over(const struct socket_state *own)
{
	return own->shut_rd || own->state == SOCKET_CLOSE_WAIT ||
	       own->state == SOCKET_LAST_ACK || own->state == SOCKET_CLOSING;
}

static void receives(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own || !situation_is_tcp(own) || own->state == SOCKET_CLOSE)
		return;
	int64_t unread = situation_unread(own);
	if (unread > 0)
		situation_say(situation,
			      "It takes at most %s out of %s, where %lld wait "
			      "to be read.",
			      situation_count(situation,
					      number_of(situation, 1), "byte"),
			      situation_own(situation), (long long)unread);
	else if (is_over(own))
		situation_say(situation,
			      "Everything that came to %s was read, and the "
			      "other end sends no more: the call returns 0.",
			      situation_own(situation));
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
	if (!own || !situation_is_tcp(own) || data->kind != VALUE_BYTES ||
	    !own->peer.len)
		return;
	situation_say(
		situation,
		"It copies %s into the send buffer of %s; the kernel "
		"sends them to %s.",
		situation_count(situation, (int64_t)data->bytes.len, "byte"),
		situation_own(situation),
		situation_print(situation, &own->peer));
}

/* --- options and ends ------------------------------------------------------
 */

static void sets_option(struct situation *situation)
{
	int64_t level = number_of(situation, 1);
	const char *group = symbol_name_in_c(SYMBOL_LEVEL, level);
	const char *name = symbol_name_in_c(symbol_option_group(level),
					    number_of(situation, 2));
	const struct option_help *help =
		group && name ? option_help_find(group, name) : NULL;
	if (help && situation->now)
		situation_say(situation, "It sets %s of %s. %s", name,
			      situation_own(situation), help->says);
}

static void closes_listener(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	situation_say(situation,
		      "It gives fd %lld back: nobody listens at %s "
		      "from then on.",
		      (long long)situation->fd, local_of(situation));
	if (own->recv_q)
		situation_say(
			situation, "%s in its queue will get an RST.",
			situation_count(situation, own->recv_q, "client"));
}

/* Unread bytes were acknowledged: only an RST tells the peer that nobody got
 * them (RFC 2525, 2.17). */
static void closes(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own || !situation_is_tcp(own))
		return;
	if (own->owner_count > 1) {
		situation_say(situation,
			      "It gives fd %lld back. The socket stays: %s.",
			      (long long)situation->fd,
			      situation_who(situation, own));
		return;
	}
	if (own->state == SOCKET_LISTEN) {
		closes_listener(situation);
		return;
	}
	int64_t unread = situation_unread(own);
	bool ends = own->state == SOCKET_ESTABLISHED ||
		    own->state == SOCKET_CLOSE_WAIT;
	bool lingers = situation_has_option(own, SOL_SOCKET, SO_LINGER);
	if (!ends || own->shut_wr || lingers)
		return;
	if (unread > 0)
		situation_say(situation,
			      "It gives fd %lld back. %s in it were not read, "
			      "so the kernel sends an RST to %s.",
			      (long long)situation->fd,
			      situation_count(situation, unread, "byte"),
			      situation_print(situation, &own->peer));
	else
		situation_say(situation,
			      "It gives fd %lld back, the last one of this "
			      "connection, and the kernel sends a FIN to %s.",
			      (long long)situation->fd,
			      situation_print(situation, &own->peer));
}

static void shuts(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own || !situation_is_tcp(own) || !own->peer.len)
		return;
	if (number_of(situation, 1) == SHUT_RD)
		situation_say(situation,
			      "It ends receiving at %s; no packet "
			      "tells the other end.",
			      situation_own(situation));
	else
		situation_say(situation,
			      "It ends sending at %s: behind what is in the "
			      "send buffer goes a FIN to %s.",
			      situation_own(situation),
			      situation_print(situation, &own->peer));
}

/* clang-format off */
static const struct situation_row rows[] = {
	{"accept", 0, SITUATION_AHEAD, takes_client},
	{"accept4", 0, SITUATION_AHEAD, takes_client},
	{"bind", 0, SITUATION_AHEAD, names_itself},
	{"close", 0, SITUATION_AHEAD, closes},
	{"connect", 0, SITUATION_AHEAD, reaches_out},
	{"listen", 0, SITUATION_AHEAD, begins_to_listen},
	{"read", 0, SITUATION_AHEAD, receives},
	{"recv", 0, SITUATION_AHEAD, receives},
	{"recvfrom", 0, SITUATION_AHEAD, receives},
	{"send", 0, SITUATION_AHEAD, sends},
	{"sendto", 0, SITUATION_AHEAD, sends},
	{"setsockopt", 0, SITUATION_AHEAD, sets_option},
	{"shutdown", 0, SITUATION_AHEAD, shuts},
	{"socket", 0, SITUATION_AHEAD, new_socket},
	{"write", 0, SITUATION_AHEAD, sends},
};
/* clang-format on */

const struct situation_row *situation_aheads(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
