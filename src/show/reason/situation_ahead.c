/* situation_ahead: what a call that was not made yet is about to do.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A traced program is stopped at the entry of its call, so the state that is
 * shown is the one that the call will meet, unless another program goes first.
 * Nothing is foretold but what follows from that state.
 */
#include "call/table/option_help.h"
#include "call/table/symbol.h"
#include "show/reason/situation_parts.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

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
	       !(has_flags && situation_number(situation, 2) & MSG_DONTWAIT);
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
		situation_say(situation, "%s %s that port already, in %s.",
			      situation_who(situation, other),
			      verb(other, "has", "have"),
			      socket_state_word(other));
}

static void begins_to_listen(struct situation *situation)
{
	if (situation->now)
		situation_say(situation,
			      "It lets the kernel take clients at %s, which "
			      "then wait for accept(); the backlog is %lld.",
			      local_of(situation),
			      (long long)situation_number(situation, 1));
}

static void reaches_out(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own || !situation->address)
		return;
	const char *to = situation_print(situation, situation->address);
	const struct address *named = call_address(situation->call);
	if (!address_same(situation->address, named))
		to = arena_printf(&situation->arena, "%s, which %s stands for,",
				  to, situation_print(situation, named));
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
	situation_say(
		situation, "It sends a SYN to %s and %s: %s %s there.", to,
		own->nonblock ? "does not wait for the answer, for the socket "
				"is non-blocking"
			      : "waits for the answer",
		listener ? situation_who(situation, listener)
			 : "no socket shown here",
		verb(listener, "listens", "listen"));
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
			      own->recv_q == 1
				      ? "one waits"
				      : arena_printf(&situation->arena,
						     "%lld wait",
						     (long long)own->recv_q));
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
					      situation_number(situation, 1),
					      "byte"),
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
	if (own->shut_wr) {
		situation_say(situation,
			      "Sending was ended at %s: the call will fail.",
			      situation_own(situation));
		return;
	}
	situation_say(
		situation,
		"It copies %s%s into the send buffer of %s; the kernel "
		"sends them to %s.",
		situation_count(situation, (int64_t)data->bytes.len, "byte"),
		can_wait(situation) ? "" : ", or as many as fit,",
		situation_own(situation),
		situation_print(situation, &own->peer));
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
