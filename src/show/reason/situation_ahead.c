/* situation_ahead: what a call that was not made yet is about to do.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A traced program is stopped at the entry of its call, so the state that is
 * shown is the one that the call will meet, unless another program goes first.
 * Nothing is foretold but what follows from that state.
 */
#include "base/sentence.h"
#include "call/table/option_help.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "show/reason/situation_parts.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* How many descriptors a socket has, all of which "listen"; what nobody has
 * is one thing. */
static size_t holders(const struct socket_state *row)
{
	return row->owner_count ? row->owner_count : 1;
}

/* --- a socket and its address ----------------------------------------------
 */

static void new_socket(struct situation *situation)
{
	static const struct {
		int64_t family, type;
		const char *id;
	} kinds[] = {
		{AF_INET, SOCK_STREAM, SENTENCE_ID("makes-tcp-ipv4")},
		{AF_INET, SOCK_DGRAM, SENTENCE_ID("makes-udp-ipv4")},
		{AF_INET6, SOCK_STREAM, SENTENCE_ID("makes-tcp-ipv6")},
		{AF_INET6, SOCK_DGRAM, SENTENCE_ID("makes-udp-ipv6")},
		{AF_UNIX, SOCK_STREAM, SENTENCE_ID("makes-unix-stream")},
		{AF_UNIX, SOCK_DGRAM, SENTENCE_ID("makes-unix-datagram")},
	};
	int64_t type = situation_number(situation, 1) &
		       ~(int64_t)(SOCK_NONBLOCK | SOCK_CLOEXEC);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (kinds[i].family == situation_number(situation, 0) &&
		    kinds[i].type == type)
			situation_tell(situation, kinds[i].id, NULL, 0);
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
		SAY(situation, "names-host",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("address",
			      situation_host_part(situation,
						  situation->address)));
	else
		SAY(situation, "names-address",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("address",
			      situation_print(situation, situation->address)));
	const struct socket_state *other = situation_holder(situation);
	if (other)
		SAY(situation, "names-taken",
		    SLOT_TEXT("other", situation_who(situation, other)),
		    SLOT_NUMBER("holders", holders(other)),
		    SLOT_TEXT("state", socket_state_word(other)));
}

static void begins_to_listen(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own)
		return;
	if (own->state == SOCKET_LISTEN)
		SAY(situation, "sets-backlog",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_NUMBER("backlog", situation_number(situation, 1)));
	else if (address_port(&own->local) == 0)
		SAY(situation, "listens-unnamed",
		    SLOT_TEXT("own", situation_own(situation)));
	else
		SAY(situation, "listens",
		    SLOT_TEXT(
			    "address",
			    situation_print(situation, &situation->now->local)),
		    SLOT_NUMBER("backlog", situation_number(situation, 1)));
}

/* --- connect ---------------------------------------------------------------
 */

/* connect() to AF_UNSPEC takes back what connect(), or listen(), has made. */
static void lets_go(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (address_port(&own->peer) > 0)
		SAY(situation, "lets-go",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("peer", situation_print(situation, &own->peer)));
	else
		SAY(situation, "lets-go-unconnected",
		    SLOT_TEXT("own", situation_own(situation)));
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
		return WORDS(situation, "nobody-there");
	if (count > 1)
		return WORDS(situation, "several-there",
			     SLOT_NUMBER("listeners", count));
	return WORDS(situation, "somebody-there",
		     SLOT_TEXT("listener", situation_who(situation, row)),
		     SLOT_NUMBER("holders", holders(row)));
}

static void sends_syn(struct situation *situation, const char *to)
{
	SAY(situation,
	    is_known(situation)	       ? situation->now->nonblock
						 ? "connects-known-nonblocking"
						 : "connects-known"
	    : situation->now->nonblock ? "connects-nonblocking"
				       : "connects",
	    SLOT_TEXT("to", to),
	    SLOT_TEXT("listeners", who_listens(situation)));
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
		to = WORDS(
			situation, "stands-for", SLOT_TEXT("address", to),
			SLOT_TEXT("named", situation_print(situation, named)));
	if (situation_is_udp(own))
		SAY(situation, "connects-udp", SLOT_TEXT("to", to),
		    SLOT_TEXT("own", situation_own(situation)));
	else if (own->state == SOCKET_SYN_SENT)
		SAY(situation, "connects-again",
		    SLOT_TEXT("peer", situation_print(situation, &own->peer)));
	else if (own->state == SOCKET_CLOSE && was_never_up(situation))
		sends_syn(situation, to);
}

static void takes_client(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own || own->state != SOCKET_LISTEN || own->family == AF_UNIX)
		return;
	if (own->recv_q)
		SAY(situation, "accepts",
		    SLOT_TEXT(
			    "address",
			    situation_print(situation, &situation->now->local)),
		    SLOT_NUMBER("waiting", own->recv_q));
	else
		SAY(situation,
		    situation_can_wait(situation) ? "accepts-sleeping"
						  : "accepts-failing",
		    SLOT_TEXT("address",
			      situation_print(situation,
					      &situation->now->local)));
}

/* --- options ------------------------------------------------------
 */

static void handles_option(struct situation *situation, bool sets)
{
	int64_t level = situation_number(situation, 1);
	const char *group = symbol_name_in_c(SYMBOL_LEVEL, level);
	const char *name = symbol_name_in_c(symbol_option_group(level),
					    situation_number(situation, 2));
	const struct option_help *help =
		group && name ? option_help_find(group, name) : NULL;
	const struct value *value = &situation->call->args[3];
	bool is_off = sets && help && help->unit &&
		      !strcmp(help->unit, "switch") &&
		      value->kind == VALUE_INT && !value->num;
	if (help && situation->now)
		SAY(situation,
		    is_off ? "switches-off"
		    : sets ? "sets-option"
			   : "reads-option",
		    SLOT_TEXT("name", name),
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("help", sentence_of("options", help->says)));
}

static void sets_option(struct situation *situation)
{
	handles_option(situation, true);
}

/* Its help says why we do not read it. */
static void reads_option(struct situation *situation)
{
	if (situation->now && situation_number(situation, 1) == SOL_SOCKET &&
	    situation_number(situation, 2) == SO_ERROR)
		SAY(situation, "reads-error",
		    SLOT_TEXT("own", situation_own(situation)));
	else
		handles_option(situation, false);
}

static void says_blocking(struct situation *situation, bool nonblock)
{
	if (situation->now)
		SAY(situation,
		    nonblock ? "makes-nonblocking" : "makes-blocking",
		    SLOT_TEXT("own", situation_own(situation)));
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
	{"setsockopt", 0, SITUATION_AHEAD, sets_option},
	{"socket", 0, SITUATION_AHEAD, new_socket},
};
/* clang-format on */

const struct situation_row *situation_aheads(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
