/* situation_option: which options a socket has.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row says the options that differ from those of a new socket, where they
 * were read: a program that runs on is not asked after each call. What it set
 * itself stands in its calls, up to the one that made the descriptor.
 */
#include "base/sentence.h"
#include "base/text.h"
#include "call/table/option.h"
#include "show/reason/situation_parts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

/* In microseconds, as rows have it. */
static bool was_time(const struct bytes *given, int64_t *value)
{
	enum { MILLION = 1000000 };
	struct timeval time;
	if (given->len < sizeof(time))
		return false;
	memcpy(&time, given->data, sizeof(time));
	*value = time.tv_sec * MILLION + time.tv_usec;
	return true;
}

/* Whether the call set it, and to what: an int, a time, or the seconds of
 * SO_LINGER, -1 where that is off. */
static bool was_set(const struct call *call, int level, int name,
		    int64_t *value)
{
	const struct value *given = &call->args[3];
	if (!call_is(call, "setsockopt") || call->args[1].num != level ||
	    call->args[2].num != name)
		return false;
	*value = given->num;
	if (given->kind == VALUE_INT)
		return true;
	struct linger linger;
	if (given->kind == VALUE_OPTION && level == SOL_SOCKET &&
	    (name == SO_RCVTIMEO || name == SO_SNDTIMEO))
		return was_time(&given->bytes, value);
	if (level == SOL_SOCKET && name == SO_BINDTODEVICE) {
		*value = given->bytes.len > 0 && given->bytes.data[0];
		return true;
	}
	if (given->kind != VALUE_OPTION || level != SOL_SOCKET ||
	    name != SO_LINGER || given->bytes.len < sizeof(linger))
		return false;
	memcpy(&linger, given->bytes.data, sizeof(linger));
	*value = linger.l_onoff ? linger.l_linger : -1;
	return true;
}

/* A forked process has the descriptors of its parent. */
static void follow_birth(const struct situation *situation,
			 const struct event_actor *born,
			 struct socket_owner *owner)
{
	if (born->phase == ACTOR_BORN && born->parent && !born->is_thread &&
	    !strcmp(born->actor, owner->actor))
		owner->actor = situation_process(situation, born->parent);
}

/* Goes back through the calls; what a dup() or accept() returned has the
 * options of the socket that it came from. */
static bool set_by(const struct situation *situation, size_t place,
		   struct socket_owner owner,
		   const struct socket_option *sought, int64_t *value)
{
	for (size_t i = place; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *other = &event->as.call;
		const struct call *call = &other->call;
		if (event->kind == EVENT_ACTOR)
			follow_birth(situation, &event->as.actor, &owner);
		if (event->kind != EVENT_CALL || other->phase != CALL_RETURN ||
		    call->result.value < 0 ||
		    strcmp(situation_process(situation, other->actor),
			   owner.actor) != 0)
			continue;
		int arg = call_fd_arg(call);
		bool is_about = arg >= 0 && call->args[arg].num == owner.fd;
		if (is_about &&
		    was_set(call, sought->level, sought->name, value))
			return true;
		if (call_makes_fd(call, owner.fd) && arg >= 0)
			owner.fd = (int)call->args[arg].num;
		else if (call_makes_fd(call, owner.fd) ||
			 (is_about && call_is(call, "close")))
			return false;
	}
	return false;
}

/* Whether anybody did: of most options it is not so, and then the way back need
 * not be gone. */
static bool is_set_at_all(const struct situation *situation, size_t place,
			  int level, int name)
{
	int64_t value;
	const struct event *event;
	struct journal_walk options = journal_back(
		situation->journal, JOURNAL_OPTIONS, situation->lab, place);
	while ((event = journal_step(&options, NULL))) {
		if (was_set(&event->as.call.call, level, name, &value))
			return true;
	}
	return false;
}

bool situation_option_at(const struct situation *situation, size_t place,
			 const struct socket_state *socket, int level, int name,
			 int64_t *value)
{
	const struct socket_option sought = {level, name, 0};
	for (size_t i = 0; i < socket->option_count; i++) {
		*value = socket->options[i].value;
		if (socket->options[i].level == level &&
		    socket->options[i].name == name)
			return true;
	}
	if (!is_set_at_all(situation, place, level, name))
		return false;
	for (size_t i = 0; i < socket->owner_count; i++) {
		if (set_by(situation, place, socket->owners[i], &sought, value))
			return true;
	}
	return false;
}

bool situation_has_option(const struct situation *situation,
			  const struct socket_state *socket, int level,
			  int name)
{
	int64_t value;
	return situation_option_at(situation, situation->begin, socket, level,
				   name, &value) &&
	       value != 0;
}

bool situation_lingers(const struct situation *situation, size_t place,
		       const struct socket_state *socket, int64_t *seconds)
{
	return situation_option_at(situation, place, socket, SOL_SOCKET,
				   SO_LINGER, seconds) &&
	       *seconds >= 0;
}

/* Packets of 127.0.0.1 reach a lab's sockets by its wire, for lo has none to
 * show; outside, who is bound to lo gets them. */
bool situation_say_device(struct situation *situation,
			  const struct socket_state *row,
			  const struct address *wanted)
{
	if (!situation_has_option(situation, row, SOL_SOCKET,
				  SO_BINDTODEVICE) &&
	    !situation_has_option(situation, row, SOL_SOCKET, SO_BINDTOIFINDEX))
		return false;
	SAY(situation, "bound-to-device",
	    SLOT_TEXT("other", situation_who(situation, row)),
	    SLOT_TEXT("address", situation_print(situation, &row->local)));
	if (address_family(wanted) == AF_INET &&
	    ntohl(wanted->as.in.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET)
		SAY(situation, "device-of-lab",
		    SLOT_TEXT("address",
			      situation_host_part(situation, wanted)));
	return true;
}

bool situation_say_kept(struct situation *situation, const struct snapshot *all,
			const struct address *wanted, const char *host)
{
	for (size_t i = 0; host && i < all->count; i++) {
		const struct socket_state *row = &all->rows[i];
		if (situation_is_udp(row) && row->owner_count &&
		    text_is(row->host, host) && address_port(&row->peer) <= 0 &&
		    situation_reaches(wanted, &row->local) &&
		    situation_say_device(situation, row, wanted))
			return true;
	}
	return false;
}

/* --- values that are none --------------------------------------------------
 */

static const char *option_word(struct situation *situation)
{
	const struct value *args = situation->call->args;
	enum symbol_group group = symbol_option_group(args[1].num);
	const char *word = group == SYMBOL_GROUP_COUNT
				   ? NULL
				   : symbol_name_in_c(group, args[2].num);
	return word ? word : WORDS(situation, "unnamed-option");
}

/* Options of IP take a byte as well. */
static bool takes_int(const struct call *call)
{
	static const int64_t levels[] = {SOL_SOCKET, IPPROTO_TCP, IPPROTO_IPV6};
	enum symbol_group group = symbol_option_group(call->args[1].num);
	bool is_known = group != SYMBOL_GROUP_COUNT &&
			symbol_name_in_c(group, call->args[2].num);
	for (size_t i = 0; i < COUNT(levels); i++) {
		if (levels[i] == call->args[1].num)
			return is_known;
	}
	return false;
}

/* The kernel looks at the length before the value. */
static void value_too_short(struct situation *situation)
{
	const struct value *given = &situation->call->args[3];
	const struct option *option = option_of(situation->call);
	size_t len = given->kind == VALUE_INT	   ? sizeof(int)
		     : given->kind == VALUE_OPTION ? given->bytes.len
						   : SIZE_MAX;
	bool is_int = !option && takes_int(situation->call);
	size_t least = is_int			 ? sizeof(int)
		       : option && option->shape ? option->shape->size
						 : 0;
	if (len >= least)
		return;
	if (is_int)
		SAY(situation, "value-short-int", SLOT_NUMBER("len", len),
		    SLOT_TEXT("option", option_word(situation)),
		    SLOT_NUMBER("least", least));
	else
		SAY(situation, "value-short-struct", SLOT_NUMBER("len", len),
		    SLOT_TEXT("option", option_word(situation)),
		    SLOT_TEXT("struct", option->shape->name),
		    SLOT_NUMBER("least", least));
}

/* The numbers of options are those of their level only. */
static void debugs(struct situation *situation)
{
	if (situation->call->args[1].num == SOL_SOCKET &&
	    situation->call->args[2].num == SO_DEBUG)
		SAY(situation, "debug-or-nodelay");
}

/* An int was cut to the room that the caller said. */
static void value_cut(struct situation *situation)
{
	int64_t room = situation->call->room;
	if (room <= 0 || room >= (int64_t)sizeof(int) ||
	    option_of(situation->call) ||
	    situation->call->args[1].num != SOL_SOCKET)
		return;
	SAY(situation, "value-cut", SLOT_NUMBER("room", room),
	    SLOT_NUMBER("size", sizeof(int)),
	    SLOT_TEXT("option", option_word(situation)));
}

/* --- sizes of buffers --------------------------------------------------------
 */

/* The last call that set the option of the same descriptor, while that was the
 * same socket; NULL: none. */
static const struct event_call *last_set(const struct situation *situation)
{
	const struct call *call = situation->call;
	const struct event_call *made =
		situation_last_about(situation, situation->fd);
	const struct event_call *other;
	size_t place = situation->begin;
	while ((other = situation_own_before(situation, &place))) {
		if (made && other->id == made->id)
			return NULL;
		if (call_is(&other->call, "setsockopt") &&
		    other->call.args[0].num == situation->fd &&
		    other->call.args[1].num == call->args[1].num &&
		    other->call.args[2].num == call->args[2].num &&
		    other->call.args[3].kind == VALUE_INT &&
		    !other->call.result.error)
			return other;
	}
	return NULL;
}

/* The kernel takes at most a limit of its own, doubles that, and has a least
 * size; a size that was not set changes by itself. */
static void size_is_doubled(struct situation *situation)
{
	const struct call *call = situation->call;
	int64_t name = call->args[2].num, got = call->result.option;
	bool is_size = call->args[1].num == SOL_SOCKET &&
		       (name == SO_RCVBUF || name == SO_SNDBUF);
	const struct event_call *set = is_size ? last_set(situation) : NULL;
	if (!set || !situation->socket || situation->socket->family == AF_UNIX)
		return;
	int64_t asked = set->call.args[3].num;
	if (got == 2 * asked)
		SAY(situation, "size-doubled", SLOT_NUMBER("asked", asked));
	else if (got < 2 * asked)
		SAY(situation,
		    name == SO_RCVBUF ? "size-limited-receive"
				      : "size-limited-send",
		    SLOT_NUMBER("asked", asked), SLOT_NUMBER("got", got / 2));
	else if (asked >= 0)
		SAY(situation, "size-least", SLOT_NUMBER("asked", asked),
		    SLOT_NUMBER("got", got));
}

const struct situation_row *situation_options(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"setsockopt", 0, EACCES, debugs},
		{"setsockopt", 0, EINVAL, value_too_short},
		{"getsockopt", 0, SITUATION_DONE, value_cut},
		{"getsockopt", 0, SITUATION_DONE, size_is_doubled},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
