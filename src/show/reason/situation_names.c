/* situation_names: why a name or an address was none for the resolver.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Many errors of getaddrinfo() and getnameinfo() lie in the arguments alone: an
 * address is no name, a port does not belong into it. What the library finds in
 * files and asks of name servers is in situation_lookup.c.
 */
#include "base/sentence.h"
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

const char *situation_family_word(struct situation *situation, int64_t family)
{
	const char *word = symbol_name(SYMBOL_FAMILY, family);
	return word ? word
		    : WORDS(situation, "family-of-number",
			    SLOT_NUMBER("family", family));
}

/* --- the arguments ---------------------------------------------------------
 */

static void asks_nothing(struct situation *situation)
{
	if (!situation_text(situation, 0) && !situation_text(situation, 1))
		SAY(situation, "asks-nothing");
}

static void must_be_number(struct situation *situation)
{
	const char *node = situation_text(situation, 0);
	const char *service = situation_text(situation, 1);
	int64_t flags = situation_hint(situation, FLAGS);
	if (node && (flags & AI_NUMERICHOST) && !situation_family(node))
		SAY(situation, "node-no-number", SLOT_TEXT("node", node));
	else if (service && (flags & AI_NUMERICSERV) && !is_number(service))
		SAY(situation, "service-no-number",
		    SLOT_TEXT("service", service));
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
		SAY(situation, "node-url", SLOT_TEXT("node", node));
	else if (has_port(node))
		SAY(situation, "node-with-port", SLOT_TEXT("node", node));
	else if (looks_like_ipv4(node))
		SAY(situation, "node-no-ipv4", SLOT_TEXT("node", node));
	else if (!*node || node[strcspn(node, " \t")])
		SAY(situation, *node ? "node-blank" : "node-empty",
		    SLOT_TEXT("node", node));
}

static void number_of_other_family(struct situation *situation)
{
	const char *node = situation_text(situation, 0);
	int family = node ? situation_family(node) : AF_UNSPEC;
	if (family)
		SAY(situation, "node-other-family", SLOT_TEXT("node", node),
		    SLOT_TEXT("family",
			      situation_family_word(situation, family)),
		    SLOT_TEXT("hinted",
			      situation_family_word(
				      situation,
				      situation_hint(situation, FAMILY))));
}

static void no_service(struct situation *situation)
{
	const char *service = situation_text(situation, 1);
	int64_t type = situation_hint(situation, TYPE);
	const char *word = type ? symbol_name(SYMBOL_TYPE, type) : NULL;
	if (type == SOCK_RAW)
		SAY(situation, "no-services");
	else if (service && !is_number(service) && word)
		SAY(situation, "service-unknown-for",
		    SLOT_TEXT("service", service), SLOT_TEXT("type", word));
	else if (service && !is_number(service))
		SAY(situation, "service-unknown",
		    SLOT_TEXT("service", service));
}

static void no_family(struct situation *situation)
{
	int64_t family = situation_hint(situation, FAMILY);
	const char *word = symbol_name(SYMBOL_FAMILY, family);
	if (word)
		SAY(situation, "family-no-names", SLOT_TEXT("family", word));
	else
		SAY(situation, "family-number-no-names",
		    SLOT_NUMBER("family", family));
}

static void no_type(struct situation *situation)
{
	int64_t type = situation_hint(situation, TYPE);
	if (!symbol_name(SYMBOL_TYPE, type))
		SAY(situation, "type-unknown", SLOT_NUMBER("type", type));
}

static void say_unknown(struct situation *situation, enum symbol_group group,
			int64_t flags)
{
	const char *all = NULL;
	for (int bit = 0; bit < 32; bit++) {
		int64_t flag = INT64_C(1) << bit;
		if ((flags & flag) && !symbol_name(group, flag))
			all = situation_both(
				situation, all,
				arena_printf(&situation->arena, "0x%llx",
					     (unsigned long long)flag));
	}
	if (all)
		SAY(situation, "flags-unknown", SLOT_TEXT("flags", all));
}

static void bad_hints(struct situation *situation)
{
	int64_t flags = situation_hint(situation, FLAGS);
	if ((flags & AI_CANONNAME) && !situation_text(situation, 0))
		SAY(situation, "canonname-of-none");
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
		SAY(situation, "port-cut", SLOT_NUMBER("wanted", wanted),
		    SLOT_NUMBER("port", port));
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
		SAY(situation, "name-unknown", SLOT_TEXT("number", number));
}

/* --- getnameinfo -----------------------------------------------------------
 */

static void contradicts(struct situation *situation)
{
	int64_t flags = situation->call->args[1].num;
	if ((flags & NI_NAMEREQD) && (flags & NI_NUMERICHOST))
		SAY(situation, "flags-contradict");
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
