/* situation_lookup: what became of a name in /etc/hosts and at name servers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The C library looks for a name in /etc/hosts and then asks the name servers
 * of /etc/resolv.conf, by UDP to port 53; both were read, as the process has
 * them, when the call had failed. What became of the questions is seen on the
 * wire. The socket that the library asks through is one of the process.
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "journal/latest.h"
#include "show/reason/situation_parts.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <string.h>

enum { DNS_PORT = 53 };

static const char *host_name(const struct situation *situation)
{
	for (size_t i = situation->begin; i-- > 0;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_actor *life = &event->as.actor;
		if (event->kind == EVENT_ACTOR && life->phase == ACTOR_BORN &&
		    !strcmp(life->actor, situation->actor))
			return life->host ? life->host : "";
	}
	return "";
}

static const struct event_host *known(const struct situation *situation)
{
	return journal_host(situation->journal, situation->place,
			    host_name(situation));
}

/* --- /etc/hosts ------------------------------------------------------------
 */

/* The address that the file has for the name, in another family than the
 * hints want. */
static const char *other_address(const struct situation *situation,
				 const struct event_host *host,
				 const char *node)
{
	int64_t wanted = situation_hint(situation, 0);
	for (size_t i = 0; i < host->name_count; i++) {
		const struct host_name *name = &host->names[i];
		if (!strcasecmp(name->name, node) &&
		    situation_family(name->address) != wanted)
			return name->address;
	}
	return NULL;
}

static bool is_listed(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(names[i], name))
			return true;
	}
	return false;
}

static void say_not_listed(struct situation *situation,
			   const struct event_host *host, const char *node)
{
	AUTO_FREE const char **names =
		xcalloc(host->name_count, sizeof(*names));
	const char *nearest, *text = "";
	size_t count = 0;
	for (size_t i = 0; i < host->name_count; i++) {
		if (is_listed(names, count, host->names[i].name))
			continue;
		names[count++] = host->names[i].name;
		text = arena_printf(&situation->arena, "%s%s%s", text,
				    *text ? ", " : "", host->names[i].name);
	}
	if (count)
		SAY(situation, "name-not-listed", SLOT_TEXT("node", node),
		    SLOT_TEXT("names", text));
	else
		SAY(situation, "name-not-listed-empty",
		    SLOT_TEXT("node", node));
	if (text_nearest(node, names, count, &nearest, 1))
		SAY(situation, "name-meant", SLOT_TEXT("nearest", nearest));
}

static void unknown_name(struct situation *situation)
{
	const struct event_host *host = known(situation);
	const char *node = situation_text(situation, 0);
	if (!host || !node || situation_family(node))
		return;
	const char *other = other_address(situation, host, node);
	if (other)
		SAY(situation, "name-other-family", SLOT_TEXT("node", node),
		    SLOT_TEXT("address", other),
		    SLOT_TEXT("family", situation_family_word(
						situation,
						situation_hint(situation, 0))));
	else
		say_not_listed(situation, host, node);
}

/* --- the name servers ------------------------------------------------------
 */

static struct address server_address(const char *text)
{
	struct address address = {0};
	if (situation_family(text) == AF_INET6) {
		address.len = sizeof(address.as.in6);
		address.as.in6.sin6_family = AF_INET6;
		address.as.in6.sin6_port = htons(DNS_PORT);
		inet_pton(AF_INET6, text, &address.as.in6.sin6_addr);
	} else {
		address.len = sizeof(address.as.in);
		address.as.in.sin_family = AF_INET;
		address.as.in.sin_port = htons(DNS_PORT);
		inet_pton(AF_INET, text, &address.as.in.sin_addr);
	}
	return address;
}

/* The kernel's answer for a port that nobody has. */
static const struct event_packet *
port_unreachable(const struct situation *situation,
		 const struct event_packet *question)
{
	struct packet_wish wish = {
		.to = &question->packet.from,
		.protocol = address_family(&question->packet.from) == AF_INET6
				    ? IPPROTO_ICMPV6
				    : IPPROTO_ICMP,
	};
	const struct event_packet *answer =
		situation_packet(situation, situation->begin, &wish, NULL);
	return answer && answer->number > question->number ? answer : NULL;
}

static void say_answer(struct situation *situation, const char *server,
		       const struct address *address,
		       const struct event_packet *question)
{
	struct packet_wish wish = {.from = address, .protocol = IPPROTO_UDP};
	const struct event_packet *answer =
		situation_packet(situation, situation->begin, &wish, NULL);
	const struct event_packet *icmp = port_unreachable(situation, question);
	if (answer)
		SAY(situation, "server-answered", SLOT_TEXT("server", server),
		    SLOT_NUMBER("packet", answer->number));
	else if (icmp)
		SAY(situation, "server-unreachable",
		    SLOT_TEXT("server", server),
		    SLOT_NUMBER("packet", question->number),
		    SLOT_NUMBER("icmp", icmp->number));
	else if (question->fate == PACKET_DELIVERED)
		SAY(situation, "server-silent", SLOT_TEXT("server", server),
		    SLOT_NUMBER("packet", question->number));
	else
		SAY(situation, "server-not-reached",
		    SLOT_TEXT("server", server),
		    SLOT_NUMBER("packet", question->number),
		    SLOT_TEXT("fate", packet_fate_word(question->fate)));
}

static void say_server(struct situation *situation, const char *server)
{
	struct address address = server_address(server);
	struct packet_wish wish = {.to = &address, .protocol = IPPROTO_UDP};
	const struct event_packet *question =
		situation_packet(situation, situation->begin, &wish, NULL);
	if (question)
		say_answer(situation, server, &address, question);
	else
		SAY(situation, "server-not-asked", SLOT_TEXT("server", server));
}

/* Without a name server in its file the library asks this host. */
static void no_answer(struct situation *situation)
{
	const struct event_host *host = known(situation);
	if (!host)
		return;
	for (size_t i = 0; i < host->server_count; i++)
		say_server(situation, host->servers[i]);
	if (!host->server_count)
		say_server(situation, "127.0.0.1");
}

static void not_found(struct situation *situation)
{
	unknown_name(situation);
	no_answer(situation);
}

/* The library's own socket is the actor's, and the kernel lists it. */
static void waits(struct situation *situation)
{
	for (size_t i = 0; i < situation->after.count; i++) {
		const struct socket_state *row = &situation->after.rows[i];
		bool is_own = row->owner_count &&
			      !strcmp(row->owners[0].actor, situation->actor);
		if (!is_own || address_port(&row->peer) != DNS_PORT)
			continue;
		struct packet_wish wish = {.from = &row->local,
					   .to = &row->peer,
					   .protocol = IPPROTO_UDP};
		const struct event_packet *question = situation_packet(
			situation, situation->begin, &wish, NULL);
		SAY(situation, "server-awaited",
		    SLOT_TEXT("server", situation_print(situation, &row->peer)),
		    SLOT_TEXT("other", situation_who(situation, row)));
		if (question && question->fate == PACKET_HELD)
			SAY(situation, "question-held",
			    SLOT_NUMBER("packet", question->number));
		return;
	}
}

static void no_name_of(struct situation *situation)
{
	const struct event_host *host = known(situation);
	if (!host || !situation->address ||
	    address_port(situation->address) < 0)
		return;
	SAY(situation, "no-name-of",
	    SLOT_TEXT("address",
		      situation_host_part(situation, situation->address)));
	no_answer(situation);
}

const struct situation_row *situation_lookups(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"getaddrinfo", 0, EAI_ADDRFAMILY, unknown_name},
		{"getaddrinfo", 0, EAI_AGAIN, not_found},
		{"getaddrinfo", 0, EAI_FAIL, no_answer},
		{"getaddrinfo", 0, EAI_NODATA, not_found},
		{"getaddrinfo", 0, EAI_NONAME, not_found},
		{"getaddrinfo", 0, SITUATION_BLOCKED, waits},
		{"getnameinfo", 0, EAI_AGAIN, no_name_of},
		{"getnameinfo", 0, EAI_FAIL, no_name_of},
		{"getnameinfo", 0, EAI_NONAME, no_name_of},
		{"getnameinfo", 0, SITUATION_BLOCKED, waits},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
