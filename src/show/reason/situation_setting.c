/* situation_setting: why an option cannot be set or asked for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * setsockopt() takes three things that are easily mixed up, all of them numbers
 * to the compiler: the level, the option, whose number means another option at
 * another level, and a pointer, which C makes of any number without more than a
 * warning.
 */
#include "base/sentence.h"
#include "call/table/option.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

static const char *name_at(int64_t level, int64_t number)
{
	enum symbol_group group = symbol_option_group(level);
	return group == SYMBOL_GROUP_COUNT ? NULL
					   : symbol_name_in_c(group, number);
}

/* --- levels ------------------------------------------------------------------
 */

/* What a level is for, where the socket is none of these. */
static const char *level_is_for(const struct socket_state *own, int64_t level)
{
	if (own->family == AF_UNIX && level != SOL_SOCKET)
		return SENTENCE_ID("level-unix");
	if (level == IPPROTO_TCP && situation_is_udp(own))
		return SENTENCE_ID("level-tcp");
	if (level == IPPROTO_UDP && situation_is_tcp(own))
		return SENTENCE_ID("level-udp");
	if (level == IPPROTO_IPV6 && own->family == AF_INET)
		return SENTENCE_ID("level-ipv6");
	return NULL;
}

/* The kernel says what they are, and takes no word of others. */
static bool is_read_only(const struct call *call)
{
	static const int names[] = {SO_ERROR, SO_TYPE, SO_ACCEPTCONN,
				    SO_PROTOCOL, SO_DOMAIN};
	bool found = false;
	for (size_t i = 0; i < COUNT(names); i++)
		found |= call->args[2].num == names[i];
	return found && call->args[1].num == SOL_SOCKET &&
	       call_is(call, "setsockopt");
}

static void no_such_option(struct situation *situation)
{
	const struct call *call = situation->call;
	const struct socket_state *own = situation->socket;
	int64_t level = call->args[1].num, number = call->args[2].num;
	const char *why = own ? level_is_for(own, level) : NULL;
	const char *name = name_at(level, number);
	const char *tcp = name_at(IPPROTO_TCP, number);
	if (why)
		SAY(situation, "no-such-option",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("reason",
			      situation_words(situation, why, NULL, 0)));
	else if (is_read_only(call) && name)
		SAY(situation, "option-read-only",
		    SLOT_NUMBER("number", number), SLOT_TEXT("option", name));
	if (!why && is_read_only(call) && tcp && own && situation_is_tcp(own))
		SAY(situation, "option-of-tcp", SLOT_TEXT("option", tcp),
		    SLOT_NUMBER("number", number));
}

/* --- pointers ----------------------------------------------------------------
 */

enum { PAGES_NEVER_MAPPED = 65536 }; /* vm.mmap_min_addr, where it is usual */

static void no_pointer(struct situation *situation)
{
	const struct value *value = &situation->call->args[3];
	if (value->kind != VALUE_AT || value->at >= PAGES_NEVER_MAPPED)
		return;
	if (value->at)
		SAY(situation, "pointer-small",
		    SLOT_NUMBER("given", (unsigned long long)value->at));
	else
		SAY(situation, "pointer-null");
}

/* --- times -------------------------------------------------------------------
 */

static void no_time(struct situation *situation)
{
	enum { MILLION = 1000000 };
	const struct value *value = &situation->call->args[3];
	struct timeval time;
	if (value->kind != VALUE_OPTION || value->bytes.len < sizeof(time))
		return;
	memcpy(&time, value->bytes.data, sizeof(time));
	if (time.tv_usec < 0 || time.tv_usec >= MILLION)
		SAY(situation, "time-range",
		    SLOT_NUMBER("given", time.tv_usec));
}

const struct situation_row *situation_settings(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"setsockopt", 0, ENOPROTOOPT, no_such_option},
		{"setsockopt", 0, EOPNOTSUPP, no_such_option},
		{"setsockopt", 0, EFAULT, no_pointer},
		{"setsockopt", 0, EDOM, no_time},
		{"getsockopt", 0, ENOPROTOOPT, no_such_option},
		{"getsockopt", 0, EOPNOTSUPP, no_such_option},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
