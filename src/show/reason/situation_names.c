/* situation_names: why a name or an address was none for the resolver.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Many errors of getaddrinfo() and getnameinfo() lie in the arguments alone: an
 * address is no name, a port does not belong into it. What the library finds in
 * files and asks of name servers is in situation_lookup.c.
 */
#include "call/list.h"
#include "show/reason/situation_parts.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netdb.h>
#include <string.h>

enum { FAMILY, TYPE, FLAGS }; /* of the hints */

const char *situation_text(struct situation *situation, size_t arg)
{
	const struct value *value = &situation->call->args[arg];
	if (value->kind != VALUE_BYTES)
		return NULL;
	return arena_strndup(&situation->arena, (const char *)value->bytes.data,
			     value->bytes.len);
}

int64_t situation_hint(const struct situation *situation, size_t hint)
{
	const struct call *call = situation->call;
	return call->argc > 2 ? list_item(&call->args[2], hint)->num : 0;
}

static bool is_number(const char *text)
{
	return *text && !text[strspn(text, "0123456789")];
}

int situation_family(const char *text)
{
	unsigned char room[sizeof(struct in6_addr)];
	if (inet_pton(AF_INET, text, room) == 1)
		return AF_INET;
	return inet_pton(AF_INET6, text, room) == 1 ? AF_INET6 : AF_UNSPEC;
}

const char *situation_family_word(int64_t family)
{
	const char *word = symbol_name(SYMBOL_FAMILY, family);
	return word ? word : "another family";
}

/* --- the arguments ---------------------------------------------------------
 */

static void asks_nothing(struct situation *situation)
{
	if (!situation_text(situation, 0) && !situation_text(situation, 1))
		situation_say(situation,
			      "Neither a name nor a service was given: there "
			      "is nothing to look for.");
}

static void must_be_number(struct situation *situation)
{
	const char *node = situation_text(situation, 0);
	const char *service = situation_text(situation, 1);
	int64_t flags = situation_hint(situation, FLAGS);
	if (node && (flags & AI_NUMERICHOST) && !situation_family(node))
		situation_say(situation,
			      "\"%s\" is no address in numbers, and with "
			      "AI_NUMERICHOST names are not looked up.",
			      node);
	else if (service && (flags & AI_NUMERICSERV) && !is_number(service))
		situation_say(situation,
			      "\"%s\" is no number, and with AI_NUMERICSERV "
			      "services are not looked up.",
			      service);
}

/* "127.0.0.1:80", "[::1]:80" */
static bool has_port(const char *node)
{
	const char *colon = strrchr(node, ':');
	return colon && is_number(colon + 1) && !situation_family(node) &&
	       (node[0] == '[' || strchr(node, ':') == colon);
}

static bool looks_like_ipv4(const char *node)
{
	return isdigit((unsigned char)node[0]) && strchr(node, '.') &&
	       !node[strspn(node, "0123456789.")];
}

/* What learners write as a name that is none. */
static void no_name(struct situation *situation)
{
	const char *node = situation_text(situation, 0);
	if (!node)
		return;
	if (strstr(node, "://"))
		situation_say(situation,
			      "\"%s\" is a URL; the name is what stands "
			      "between // and the next /.",
			      node);
	else if (has_port(node))
		situation_say(situation,
			      "\"%s\" has a port behind it: the port is the "
			      "service, an argument of its own.",
			      node);
	else if (looks_like_ipv4(node))
		situation_say(situation,
			      "\"%s\" is no address, for it takes four numbers "
			      "from 0 to 255; so it was looked up as a name.",
			      node);
	else if (!*node || node[strcspn(node, " \t")])
		situation_say(situation, "\"%s\" can be no name: %s.", node,
			      *node ? "there is a blank in it" : "it is empty");
}

static void number_of_other_family(struct situation *situation)
{
	const char *node = situation_text(situation, 0);
	int family = node ? situation_family(node) : AF_UNSPEC;
	if (family)
		situation_say(situation,
			      "\"%s\" is an address of %s, and the hints ask "
			      "for %s.",
			      node, situation_family_word(family),
			      situation_family_word(
				      situation_hint(situation, FAMILY)));
}

static void no_service(struct situation *situation)
{
	const char *service = situation_text(situation, 1);
	int64_t type = situation_hint(situation, TYPE);
	const char *word = type ? symbol_name(SYMBOL_TYPE, type) : NULL;
	if (type == SOCK_RAW)
		situation_say(situation, "SOCK_RAW has no ports, and so no "
					 "services.");
	else if (service && !is_number(service))
		situation_say(situation,
			      "\"%s\" is no number, and /etc/services does "
			      "not have it%s%s.",
			      service, word ? " for " : "", word ? word : "");
}

static void no_family(struct situation *situation)
{
	int64_t family = situation_hint(situation, FAMILY);
	const char *word = symbol_name(SYMBOL_FAMILY, family);
	situation_say(situation,
		      "%s has no names: only AF_INET and AF_INET6 have, and "
		      "AF_UNSPEC asks for both.",
		      word ? word
			   : arena_printf(&situation->arena, "Family %lld",
					  (long long)family));
}

static void no_type(struct situation *situation)
{
	int64_t type = situation_hint(situation, TYPE);
	if (!symbol_name(SYMBOL_TYPE, type))
		situation_say(situation, "%lld is no type of socket.",
			      (long long)type);
}

static void say_unknown(struct situation *situation, enum symbol_group group,
			int64_t flags)
{
	struct buf text = {0};
	for (int bit = 0; bit < 32; bit++) {
		int64_t flag = INT64_C(1) << bit;
		if ((flags & flag) && !symbol_name(group, flag))
			buf_printf(&text, "%s0x%llx", text.len ? " and " : "",
				   (unsigned long long)flag);
	}
	if (text.len)
		situation_say(situation, "%s: no flag has that number.",
			      buf_text(&text));
	buf_done(&text);
}

static void bad_hints(struct situation *situation)
{
	int64_t flags = situation_hint(situation, FLAGS);
	if ((flags & AI_CANONNAME) && !situation_text(situation, 0))
		situation_say(situation,
			      "AI_CANONNAME asks for the full name of a host, "
			      "and the call names none.");
	else
		say_unknown(situation, SYMBOL_AI, flags);
}

static void wrong_arguments(struct situation *situation)
{
	asks_nothing(situation);
	if (!situation->out->len)
		must_be_number(situation);
	if (!situation->out->len)
		no_name(situation);
}

/* --- what came back --------------------------------------------------------
 */

static void cut_port(struct situation *situation)
{
	const char *service = situation_text(situation, 1);
	const struct value *found = &situation->call->result.out;
	if (!service || !is_number(service) || !found->count)
		return;
	long long wanted = strtoll(service, NULL, 10);
	int port = address_port(value_address(list_item(&found->items[0], 0)));
	if (wanted > UINT16_MAX)
		situation_say(situation,
			      "A port has 16 bits: of %lld they are %d, and "
			      "the library does not say so.",
			      wanted, port);
}

static void only_number(struct situation *situation)
{
	const struct value *name = list_item(&situation->call->result.out, 0);
	const struct call *call = situation->call;
	int64_t flags = call->argc > 1 ? call->args[1].num : 0;
	const char *number =
		situation->address && address_port(situation->address) >= 0
			? situation_host_part(situation, situation->address)
			: "";
	if (!(flags & NI_NUMERICHOST) && *number && name->kind == VALUE_BYTES &&
	    name->bytes.len == strlen(number) &&
	    !memcmp(name->bytes.data, number, name->bytes.len))
		situation_say(situation,
			      "Nobody knows a name for %s, so its number came; "
			      "with NI_NAMEREQD that is an error.",
			      number);
}

/* --- getnameinfo -----------------------------------------------------------
 */

static void contradicts(struct situation *situation)
{
	int64_t flags = situation->call->args[1].num;
	if ((flags & NI_NAMEREQD) && (flags & NI_NUMERICHOST))
		situation_say(situation,
			      "NI_NUMERICHOST asks for the number, and "
			      "NI_NAMEREQD takes nothing but a name.");
}

static void bad_flags(struct situation *situation)
{
	say_unknown(situation, SYMBOL_NI, situation->call->args[1].num);
}

const struct situation_row *situation_names(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"getaddrinfo", 0, EAI_ADDRFAMILY, number_of_other_family},
		{"getaddrinfo", 0, EAI_AGAIN, no_name},
		{"getaddrinfo", 0, EAI_BADFLAGS, bad_hints},
		{"getaddrinfo", 0, EAI_FAMILY, no_family},
		{"getaddrinfo", 0, EAI_NONAME, wrong_arguments},
		{"getaddrinfo", 0, EAI_SERVICE, no_service},
		{"getaddrinfo", 0, EAI_SOCKTYPE, no_type},
		{"getaddrinfo", 0, SITUATION_DONE, cut_port},
		{"getnameinfo", 0, EAI_BADFLAGS, bad_flags},
		{"getnameinfo", 0, EAI_NONAME, contradicts},
		{"getnameinfo", 0, SITUATION_DONE, only_number},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
