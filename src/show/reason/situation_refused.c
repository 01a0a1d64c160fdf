/* situation_refused: why nobody took the call: who listens where.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A kernel refuses a SYN with RST when no socket listens on its address and
 * port, and a datagram with ICMP port unreachable. The latter comes after the
 * send has returned; a connected UDP socket tells its next call.
 */
#include "base/text.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/* How a socket on the wanted host is near to what was looked for, from the
 * nearest: it is bound there but does not listen, listens on another address,
 * is of UDP, listens on another port. */
enum nearness { FAR, OTHER_PORT, OTHER_PROTOCOL, OTHER_ADDRESS, NOT_LISTENING };

static enum nearness nearness_of(const struct socket_state *row,
				 const struct address *wanted)
{
	bool same_port = address_port(&row->local) == address_port(wanted);
	bool listens = row->state == SOCKET_LISTEN;
	if (!row->owner_count || !(situation_is_tcp(row) || same_port))
		return FAR;
	if (situation_is_udp(row))
		return OTHER_PROTOCOL;
	if (!same_port)
		return listens ? OTHER_PORT : FAR;
	if (listens)
		return OTHER_ADDRESS;
	bool reached = situation_reaches(wanted, &row->local) &&
		       row->state == SOCKET_CLOSE;
	return reached ? NOT_LISTENING : FAR;
}

static bool is_swapped(const struct socket_state *row,
		       const struct address *wanted)
{
	uint16_t port = (uint16_t)address_port(wanted);
	return address_port(&row->local) == __builtin_bswap16(port);
}

static void say_swapped(struct situation *situation,
			const struct socket_state *row, int port)
{
	situation_say(situation,
		      "%d is %d with its two bytes swapped: one htons() too "
		      "few, or too many.",
		      address_port(&row->local), port);
}

static bool is_ipv4(const struct address *address)
{
	return address_family(address) == AF_INET ||
	       (address_family(address) == AF_INET6 &&
		IN6_IS_ADDR_V4MAPPED(&address->as.in6.sin6_addr));
}

/* [::] is IPv4 too, but for this option. */
static void say_only_6(struct situation *situation,
		       const struct socket_state *row)
{
	if (is_ipv4(situation->address) && row->family == AF_INET6 &&
	    address_is_wildcard(&row->local) &&
	    situation_has_option(situation, row, IPPROTO_IPV6, IPV6_V6ONLY))
		situation_say(situation,
			      "It has IPV6_V6ONLY, so IPv4 does not reach it.");
}

static void say_nearest(struct situation *situation,
			const struct socket_state *row, enum nearness nearness)
{
	const char *wanted = situation_print(situation, situation->address);
	const char *who = situation_who(situation, row);
	const char *local = situation_print(situation, &row->local);
	int port = address_port(situation->address);
	if (nearness == NOT_LISTENING)
		situation_say(situation,
			      "%s is bound to %s but does not listen: it is in "
			      "%s.",
			      who, local, socket_state_word(row));
	else if (nearness == OTHER_ADDRESS)
		situation_say(situation,
			      "%s listens on %s only, and that is not %s.", who,
			      local, wanted);
	else if (nearness == OTHER_PROTOCOL)
		situation_say(situation,
			      "No TCP socket listens on %s; %s has port %d of "
			      "UDP, which is another.",
			      wanted, who, port);
	else
		situation_say(situation,
			      "Nobody listens on %s; %s listens on %s.", wanted,
			      who, local);
	if (nearness == OTHER_PORT && is_swapped(row, situation->address))
		say_swapped(situation, row, port);
	if (nearness == OTHER_ADDRESS)
		say_only_6(situation, row);
}

static bool is_on(const struct socket_state *row, const char *host)
{
	return host && text_is(row->host, host);
}

static void say_nobody(struct situation *situation, const char *host)
{
	const struct socket_state *found = NULL;
	enum nearness best = FAR;
	if (address_port(situation->address) == 0)
		situation_say(situation, "The port of the address is 0, at "
					 "which nobody can listen.");
	for (size_t i = 0; i < situation->before.count; i++) {
		const struct socket_state *row = &situation->before.rows[i];
		enum nearness now = nearness_of(row, situation->address);
		if (row == situation->socket || !is_on(row, host) ||
		    now <= best)
			continue;
		best = now;
		found = row;
	}
	if (found && situation_reaches(situation->address, &found->local) &&
	    situation_say_device(situation, found, situation->address))
		return;
	if (found)
		say_nearest(situation, found, best);
	else
		situation_say(situation, "No socket of the lab listens on %s.",
			      situation_print(situation, situation->address));
}

static void refused_by_rst(struct situation *situation)
{
	struct packet_wish syn = {.to = situation->address,
				  .flags = PACKET_SYN,
				  .none = PACKET_ACK};
	struct packet_wish rst = {.from = situation->address,
				  .flags = PACKET_RST};
	const struct event_packet *asked =
		situation_packet(situation, situation->begin, &syn, NULL);
	const struct event_packet *answer =
		situation_packet(situation, situation->begin, &rst, NULL);
	if (answer && (answer->packet.marks & PACKET_INJECTED)) {
		situation_say(situation,
			      "The RST (packet %u) was put on the wire: no "
			      "kernel sent it.",
			      answer->number);
		return;
	}
	say_nobody(situation, asked && asked->to_host
				      ? asked->to_host
				      : situation->socket->host);
	if (asked && answer)
		situation_say(situation,
			      "Its kernel answered the SYN (packet %u) with "
			      "RST (packet %u).",
			      asked->number, answer->number);
}

/* Whether a call of this lab has bound a socket to the path. */
static bool was_bound_to(const struct situation *situation,
			 const struct address *path)
{
	for (size_t i = situation->lab; i < situation->begin; i++) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *other = &event->as.call;
		if (event->kind == EVENT_CALL && other->phase == CALL_RETURN &&
		    call_is(&other->call, "bind") &&
		    !other->call.result.value &&
		    address_same(value_address(&other->call.args[1]), path))
			return true;
	}
	return false;
}

/* How many NULs the longer of two abstract names has behind the shorter, 0
 * where that is not all. */
static size_t nuls_between(const struct address *a, const struct address *b)
{
	const struct address *longer = a->len > b->len ? a : b;
	const struct address *other = longer == a ? b : a;
	const char *all = (const char *)&longer->as;
	if (memcmp(all, &other->as, other->len) != 0)
		return 0;
	for (size_t i = other->len; i < longer->len; i++) {
		if (all[i])
			return 0;
	}
	return longer->len - other->len;
}

/* Who gives sizeof(struct sockaddr_un) for the length has NULs in the name. */
static void say_other_length(struct situation *situation)
{
	const struct address *wanted = situation->address;
	for (size_t i = 0; i < situation->before.count; i++) {
		const struct socket_state *row = &situation->before.rows[i];
		if (row->family != AF_UNIX || row->local.len <= 3 ||
		    wanted->len <= 3 || situation_is_path(&row->local))
			continue;
		size_t nuls = nuls_between(wanted, &row->local);
		if (!nuls)
			continue;
		situation_say(situation,
			      "%s has that name with %zu NULs %s: of an "
			      "abstract name all bytes count that the length "
			      "of the address says.",
			      situation_who(situation, row), nuls,
			      row->local.len > wanted->len ? "more" : "fewer");
		return;
	}
}

static void refused_by_path(struct situation *situation)
{
	const char *path = situation_print(situation, situation->address);
	const struct socket_state *row =
		situation_named(situation, situation->address);
	if (row)
		situation_say(situation,
			      "%s is bound to %s but does not listen: it is in "
			      "%s.",
			      situation_who(situation, row), path,
			      socket_state_word(row));
	else
		situation_say(situation, "No open socket is bound to %s.",
			      path);
	if (!row && !situation_is_path(situation->address))
		say_other_length(situation);
	if (row || !situation_is_path(situation->address))
		return;
	if (was_bound_to(situation, situation->address))
		situation_say(situation,
			      "The file is there: a socket that is closed "
			      "leaves it behind.");
	else
		situation_say(situation,
			      "The file is there, and no call that is known "
			      "here made it: who listens there outside of the "
			      "lab, if anybody does, is out of reach in it, "
			      "unless --share names "
			      "it.");
}

static void refused(struct situation *situation)
{
	if (!situation->socket || !situation->address)
		return;
	if (address_family(situation->address) == AF_UNIX)
		refused_by_path(situation);
	else if (situation_is_tcp(situation->socket))
		refused_by_rst(situation);
}

/* connect() did not wait, and was refused; the next call is told, once. */
static void refused_earlier(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (!own || !situation_is_tcp(own) || situation->address)
		return;
	struct packet_wish rst = {.to = &own->local, .flags = PACKET_RST};
	const struct event_packet *answer =
		situation_packet(situation, situation->lab, &rst, NULL);
	situation_say(situation,
		      "%s was never connected: its connect() was refused%s. "
		      "The error is told to the next call, which is this one.",
		      situation_own(situation),
		      answer ? arena_printf(&situation->arena,
					    " with RST (packet %u)",
					    answer->number)
			     : "");
}

/* A UDP socket of the host that has the port with its bytes swapped. */
static void say_swapped_udp(struct situation *situation,
			    const struct address *wanted, const char *host)
{
	for (size_t i = 0; i < situation->before.count; i++) {
		const struct socket_state *row = &situation->before.rows[i];
		if (!situation_is_udp(row) || !row->owner_count ||
		    !is_on(row, host) || address_port(&row->peer) > 0 ||
		    !is_swapped(row, wanted) ||
		    address_port(&row->local) == address_port(wanted))
			continue;
		situation_say(situation, "%s has %s.",
			      situation_who(situation, row),
			      situation_print(situation, &row->local));
		say_swapped(situation, row, address_port(wanted));
		return;
	}
}

void situation_say_other_protocol(struct situation *situation,
				  const struct snapshot *all,
				  const struct address *wanted,
				  const char *host)
{
	for (size_t i = 0; host && i < all->count; i++) {
		const struct socket_state *row = &all->rows[i];
		if (!situation_is_tcp(row) || row->state != SOCKET_LISTEN ||
		    !row->owner_count || !is_on(row, host) ||
		    address_port(&row->local) != address_port(wanted))
			continue;
		situation_say(situation,
			      "%s listens at port %d of TCP, which is another.",
			      situation_who(situation, row),
			      address_port(wanted));
		return;
	}
}

static void refused_by_icmp(struct situation *situation)
{
	const struct socket_state *own = situation_connected(situation);
	if (!own || !situation_is_udp(own))
		return;
	struct packet_wish sent = {
		.from = &own->local, .to = &own->peer, .protocol = IPPROTO_UDP};
	struct packet_wish icmp = {.to = &own->local,
				   .protocol = own->family == AF_INET6
						       ? IPPROTO_ICMPV6
						       : IPPROTO_ICMP};
	const struct event_packet *first =
		situation_packet(situation, situation->lab, &sent, NULL);
	const struct event_packet *answer =
		situation_packet(situation, situation->lab, &icmp, NULL);
	if (!first || !answer || answer->number <= first->number)
		return;
	bool is_kept = situation_say_kept(situation, &situation->before,
					  &own->peer, first->to_host);
	situation_say(situation,
		      "%s %s: the datagram of packet %u was "
		      "answered with an ICMP port unreachable (packet %u). "
		      "The error is told to the next call, which is this one.",
		      is_kept ? "So none took what was for"
			      : "No UDP socket had",
		      situation_print(situation, &own->peer), first->number,
		      answer->number);
	say_swapped_udp(situation, &own->peer, first->to_host);
	situation_say_other_protocol(situation, &situation->before, &own->peer,
				     first->to_host);
}

/* In a network namespace the family is still the machine's, so the lab has it
 * refused; the kernel itself has no such error for it. */
static void of_the_machine(struct situation *situation)
{
	if (situation_number(situation, 0) == AF_VSOCK)
		situation_say(situation,
			      "This is a rule of the lab, not of the kernel: "
			      "AF_VSOCK leads out of every network namespace, "
			      "so no lab has it.");
}

const struct situation_row *situation_refusals(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"connect", 0, ECONNREFUSED, refused},
		{NULL, SYSCALL_SENDS, ECONNREFUSED, refused},
		{NULL, 0, ECONNREFUSED, refused_by_icmp},
		{NULL, SYSCALL_SENDS, ECONNREFUSED, refused_earlier},
		{NULL, SYSCALL_RECEIVES, ECONNREFUSED, refused_earlier},
		{"socket", 0, EPERM, of_the_machine},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
