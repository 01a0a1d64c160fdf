/* situation_refused: why nobody took the call: who listens where.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A kernel refuses a SYN with RST when no socket listens on its address and
 * port, and a datagram with ICMP port unreachable. The latter comes after the
 * send has returned; a connected UDP socket tells its next call.
 */
#include "base/sentence.h"
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
	SAY(situation, "port-swapped-there",
	    SLOT_NUMBER("port", address_port(&row->local)),
	    SLOT_NUMBER("wanted", port));
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
		SAY(situation, "ipv4-not-reached");
}

static void say_nearest(struct situation *situation,
			const struct socket_state *row, enum nearness nearness)
{
	const char *wanted = situation_print(situation, situation->address);
	const char *who = situation_who(situation, row);
	const char *local = situation_print(situation, &row->local);
	int port = address_port(situation->address);
	if (nearness == NOT_LISTENING)
		SAY(situation, "refused-not-listening", SLOT_TEXT("other", who),
		    SLOT_TEXT("address", local),
		    SLOT_TEXT("state", socket_state_word(row)));
	else if (nearness == OTHER_ADDRESS)
		SAY(situation, "refused-other-address", SLOT_TEXT("other", who),
		    SLOT_TEXT("address", local), SLOT_TEXT("wanted", wanted));
	else if (nearness == OTHER_PROTOCOL)
		SAY(situation, "refused-other-protocol",
		    SLOT_TEXT("wanted", wanted), SLOT_TEXT("other", who),
		    SLOT_NUMBER("port", port));
	else
		SAY(situation, "refused-other-port",
		    SLOT_TEXT("wanted", wanted), SLOT_TEXT("other", who),
		    SLOT_TEXT("address", local));
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
		SAY(situation, "port-0-nobody");
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
		SAY(situation, "nobody-listens",
		    SLOT_TEXT("address",
			      situation_print(situation, situation->address)));
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
		SAY(situation, "rst-injected",
		    SLOT_NUMBER("packet", answer->number));
		return;
	}
	say_nobody(situation, asked && asked->to_host
				      ? asked->to_host
				      : situation->socket->host);
	if (asked && answer)
		SAY(situation, "syn-answered",
		    SLOT_NUMBER("packet", asked->number),
		    SLOT_NUMBER("rst", answer->number));
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
		SAY(situation,
		    row->local.len > wanted->len ? "abstract-more"
						 : "abstract-fewer",
		    SLOT_TEXT("other", situation_who(situation, row)),
		    SLOT_NUMBER("nuls", nuls));
		return;
	}
}

static void refused_by_path(struct situation *situation)
{
	const char *path = situation_print(situation, situation->address);
	const struct socket_state *row =
		situation_named(situation, situation->address);
	if (row)
		SAY(situation, "refused-not-listening",
		    SLOT_TEXT("other", situation_who(situation, row)),
		    SLOT_TEXT("address", path),
		    SLOT_TEXT("state", socket_state_word(row)));
	else
		SAY(situation, "path-unbound", SLOT_TEXT("path", path));
	if (!row && !situation_is_path(situation->address))
		say_other_length(situation);
	if (row || !situation_is_path(situation->address))
		return;
	if (was_bound_to(situation, situation->address))
		SAY(situation, "path-file");
	else
		SAY(situation, "path-file-outside");
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
	if (answer)
		SAY(situation, "refused-earlier-rst",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_NUMBER("packet", answer->number));
	else
		SAY(situation, "refused-earlier",
		    SLOT_TEXT("own", situation_own(situation)));
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
		SAY(situation, "has-address",
		    SLOT_TEXT("other", situation_who(situation, row)),
		    SLOT_TEXT("address",
			      situation_print(situation, &row->local)));
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
		SAY(situation, "tcp-listens",
		    SLOT_TEXT("other", situation_who(situation, row)),
		    SLOT_NUMBER("port", address_port(wanted)));
		return;
	}
}

/* The socket of the address that took datagrams from its own peer alone, when
 * the ICMP came, or NULL. */
static const struct socket_state *took_another(const struct snapshot *then,
					       const struct socket_state *own,
					       const char *host)
{
	for (size_t i = 0; host && i < then->count; i++) {
		const struct socket_state *row = &then->rows[i];
		if (situation_is_udp(row) && row->host &&
		    !strcmp(row->host, host) && address_port(&row->peer) > 0 &&
		    !situation_same(&row->peer, &own->local) &&
		    situation_reaches(&own->peer, &row->local))
			return row;
	}
	return NULL;
}

/* Says that there is one; false: nobody had the address. */
static bool say_took_another(struct situation *situation,
			     const struct socket_state *own,
			     const struct event_packet *sent,
			     const struct event_packet *icmp)
{
	struct snapshot then = {0};
	journal_snapshot(situation->journal,
			 situation_place_of(situation, icmp->number), &then);
	const struct socket_state *row =
		took_another(&then, own, sent->to_host);
	if (row)
		SAY(situation, "icmp-taken",
		    SLOT_TEXT("other", situation_who(situation, row)),
		    SLOT_TEXT("address",
			      situation_print(situation, &own->peer)),
		    SLOT_TEXT("peer", situation_print(situation, &row->peer)),
		    SLOT_NUMBER("packet", sent->number),
		    SLOT_NUMBER("icmp", icmp->number));
	snapshot_done(&then);
	return row != NULL;
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
	if (say_took_another(situation, own, first, answer))
		return;
	bool is_kept = situation_say_kept(situation, &situation->before,
					  &own->peer, first->to_host);
	SAY(situation, is_kept ? "icmp-kept" : "icmp-refused",
	    SLOT_TEXT("peer", situation_print(situation, &own->peer)),
	    SLOT_NUMBER("packet", first->number),
	    SLOT_NUMBER("icmp", answer->number));
	say_swapped_udp(situation, &own->peer, first->to_host);
	situation_say_other_protocol(situation, &situation->before, &own->peer,
				     first->to_host);
}

/* In a network namespace the family is still the machine's, so the lab has it
 * refused; the kernel itself has no such error for it. */
static void of_the_machine(struct situation *situation)
{
	if (situation_number(situation, 0) == AF_VSOCK)
		SAY(situation, "no-vsock");
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
