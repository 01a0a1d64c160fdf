/* situation_range: why the kernel does not take the value of an option.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * setsockopt(2) says EINVAL for a number that is out of an option's range, for
 * a range that is empty in the state of the socket, and for a group that is no
 * group. The ranges are those of tcp(7), ip(7) and ipv6(7); where these say
 * none, of the kernel's do_tcp_setsockopt() and its kin.
 */
#include "base/sentence.h"
#include "show/reason/situation_parts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

struct range {
	int level, name;
	int64_t least, most;
	int64_t also; /* a value besides */
	const char *is_for;
};

enum { NO_OTHER = INT_MIN };

/* clang-format off */
static const struct range ranges[] = {
	{IPPROTO_TCP,  TCP_KEEPIDLE,        1,  32767,   NO_OTHER,
	 SENTENCE_ID("range-idle")},
	{IPPROTO_TCP,  TCP_KEEPINTVL,       1,  32767,   NO_OTHER,
	 SENTENCE_ID("range-interval")},
	{IPPROTO_TCP,  TCP_KEEPCNT,         1,  127,     NO_OTHER,
	 SENTENCE_ID("range-probes")},
	{IPPROTO_TCP,  TCP_SYNCNT,          1,  127,     NO_OTHER,
	 SENTENCE_ID("range-syns")},
	{IPPROTO_TCP,  TCP_MAXSEG,          88, 32767,   0,
	 SENTENCE_ID("range-segment")},
	{IPPROTO_TCP,  TCP_USER_TIMEOUT,    0,  INT_MAX, NO_OTHER,
	 SENTENCE_ID("range-timeout")},
	{IPPROTO_IP,   IP_TTL,              1,  255,     -1,
	 SENTENCE_ID("range-hops")},
	{IPPROTO_IP,   IP_MULTICAST_TTL,    0,  255,     -1,
	 SENTENCE_ID("range-hops")},
	{IPPROTO_IP,   IP_MINTTL,           0,  255,     NO_OTHER,
	 SENTENCE_ID("range-least-ttl")},
	{IPPROTO_IPV6, IPV6_UNICAST_HOPS,   -1, 255,     NO_OTHER,
	 SENTENCE_ID("range-hops")},
	{IPPROTO_IPV6, IPV6_MULTICAST_HOPS, -1, 255,     NO_OTHER,
	 SENTENCE_ID("range-hops")},
	{IPPROTO_IPV6, IPV6_TCLASS,         -1, 255,     NO_OTHER,
	 SENTENCE_ID("range-class")},
};
/* clang-format on */

static const struct range *range_of(const struct call *call)
{
	for (size_t i = 0; i < COUNT(ranges); i++) {
		if (ranges[i].level == call->args[1].num &&
		    ranges[i].name == call->args[2].num)
			return &ranges[i];
	}
	return NULL;
}

static const char *name_of(const struct range *range)
{
	return symbol_name_in_c(symbol_option_group(range->level), range->name);
}

static void out_of_range(struct situation *situation)
{
	const struct range *range = range_of(situation->call);
	const struct value *given = &situation->call->args[3];
	if (!range || given->kind != VALUE_INT ||
	    (given->num >= range->least && given->num <= range->most) ||
	    given->num == range->also)
		return;
	if (range->most == INT_MAX)
		SAY(situation, "range-above",
		    SLOT_TEXT("option", name_of(range)),
		    SLOT_NUMBER("least", range->least),
		    SLOT_NUMBER("given", given->num),
		    SLOT_TEXT("meaning",
			      situation_words(situation, range->is_for, NULL,
					      0)));
	else
		SAY(situation, "range", SLOT_TEXT("option", name_of(range)),
		    SLOT_NUMBER("least", range->least),
		    SLOT_NUMBER("most", range->most),
		    SLOT_NUMBER("given", given->num),
		    SLOT_TEXT("meaning",
			      situation_words(situation, range->is_for, NULL,
					      0)));
}

/* Whether a socket is for both families is in the port that it has. */
static void family_is_settled(struct situation *situation)
{
	const struct call *call = situation->call;
	const struct socket_state *own = situation->socket;
	if (!own || own->family != AF_INET6 ||
	    call->args[1].num != IPPROTO_IPV6 ||
	    call->args[2].num != IPV6_V6ONLY || address_port(&own->local) <= 0)
		return;
	SAY(situation, "family-settled",
	    SLOT_TEXT("own", situation_own(situation)),
	    SLOT_TEXT("address", situation_print(situation, &own->local)));
}

static void stream_sends_to_one(struct situation *situation)
{
	const struct call *call = situation->call;
	if (situation->socket && situation_is_tcp(situation->socket) &&
	    call->args[1].num == IPPROTO_IP &&
	    call->args[2].num == IP_MULTICAST_TTL)
		SAY(situation, "stream-no-multicast",
		    SLOT_TEXT("own", situation_own(situation)));
}

/* struct ip_mreq and ip_mreqn begin with the group. */
static void no_group(struct situation *situation)
{
	const struct call *call = situation->call;
	const struct value *given = &call->args[3];
	struct in_addr group;
	char text[INET_ADDRSTRLEN];
	bool is_about = call->args[1].num == IPPROTO_IP &&
			(call->args[2].num == IP_ADD_MEMBERSHIP ||
			 call->args[2].num == IP_DROP_MEMBERSHIP);
	if (!is_about || given->kind != VALUE_OPTION ||
	    given->bytes.len < sizeof(struct ip_mreq))
		return;
	memcpy(&group, given->bytes.data, sizeof(group));
	if (IN_MULTICAST(ntohl(group.s_addr)))
		return;
	inet_ntop(AF_INET, &group, text, sizeof(text));
	SAY(situation, "group-none", SLOT_TEXT("address", text));
}

const struct situation_row *situation_ranges(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"setsockopt", 0, EINVAL, stream_sends_to_one},
		{"setsockopt", 0, EINVAL, out_of_range},
		{"setsockopt", 0, EINVAL, family_is_settled},
		{"setsockopt", 0, EINVAL, no_group},
		{"setsockopt", 0, EADDRNOTAVAIL, no_group},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
