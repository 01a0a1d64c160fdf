/* situation_over: why nothing can be sent any more.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * EPIPE has three reasons: this direction was shut down, by whoever has the
 * socket; the connection is over, and said so to an earlier call; there never
 * was one.
 */
#include "base/sentence.h"
#include "call/print.h"
#include "call/table/symbol.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <string.h>

static void say_shut(struct situation *situation)
{
	const struct event_call *call = situation_shutdown(situation, SHUT_WR);
	struct buf text = {0};
	if (call)
		call_print(&call->call, NOTATION_C, &text);
	if (call)
		SAY(situation, "shut-since",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("call", buf_text(&text)));
	else
		SAY(situation, "shut",
		    SLOT_TEXT("own", situation_own(situation)));
	// Of UNIX sockets both ends stay ESTAB.
	if (situation->socket->family != AF_UNIX)
		SAY(situation, "in-state",
		    SLOT_TEXT("state", socket_state_word(situation->socket)));
	buf_done(&text);
}

/* The call before this one on the descriptor that was told that the connection
 * is over, or NULL: the error is given to one call only. */
static const struct event_call *told_before(const struct situation *situation)
{
	const struct event_call *other;
	size_t place = situation->begin;
	while ((other = situation_own_before(situation, &place))) {
		int arg = call_fd_arg(&other->call);
		int error = other->call.result.error;
		if (arg < 0 || other->call.args[arg].num != situation->fd)
			continue;
		if (error == ETIMEDOUT || error == ECONNRESET ||
		    error == EHOSTUNREACH)
			return other;
		if (call_is(&other->call, "connect"))
			return NULL;
	}
	return NULL;
}

/* The call that was told that connect() was refused, or NULL. */
static const struct event_call *told_refused(const struct situation *situation)
{
	const struct event_call *other;
	size_t place = situation->begin;
	while ((other = situation_own_before(situation, &place))) {
		int arg = call_fd_arg(&other->call);
		if (arg < 0 || other->call.args[arg].num != situation->fd)
			continue;
		if (other->call.result.error == ECONNREFUSED)
			return other;
		if (other->call.result.value >= 0)
			return NULL;
	}
	return NULL;
}

static void say_over(struct situation *situation, const struct event_call *told)
{
	SAY(situation, "over-told", SLOT_TEXT("own", situation_own(situation)),
	    SLOT_TEXT("call", told->call.syscall->name),
	    SLOT_TEXT("error",
		      symbol_name(SYMBOL_ERRNO, told->call.result.error)));
}

/* Behind the state that the call at `index` left, before the next move. */
static size_t left_behind(const struct situation *situation, size_t index)
{
	size_t end = index + 1;
	while (end < situation->begin) {
		enum event_kind kind =
			journal_at(situation->journal, end)->kind;
		if (kind == EVENT_CALL || kind == EVENT_ACTOR)
			break;
		end++;
	}
	return end;
}

/* The shutdown() of the call's socket that another process made, which has a
 * number of its own for it, or NULL. */
static const struct event_call *shut_by_other(const struct situation *situation)
{
	for (size_t i = situation->begin; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *other = &event->as.call;
		if (event->kind != EVENT_CALL || other->phase != CALL_RETURN ||
		    !call_is(&other->call, "shutdown") ||
		    other->call.result.value != 0 ||
		    other->call.args[1].num == SHUT_RD ||
		    situation_is_own(situation, other->actor))
			continue;
		struct snapshot then = {0};
		journal_snapshot(situation->journal, left_behind(situation, i),
				 &then);
		const struct socket_state *row = snapshot_find_fd(
			&then, situation_process(situation, other->actor),
			(int)other->call.args[0].num);
		bool is_same = row && row->cookie == situation->socket->cookie;
		snapshot_done(&then);
		if (is_same)
			return other;
	}
	return NULL;
}

/* A socket is shut down for all who have a number for it. */
static bool say_shut_by_other(struct situation *situation)
{
	const struct event_call *shut =
		situation->socket->shut_wr ? shut_by_other(situation) : NULL;
	struct buf text = {0};
	if (!shut)
		return false;
	call_print(&shut->call, NOTATION_C, &text);
	SAY(situation, "shut-by-other",
	    SLOT_TEXT("own", situation_own(situation)),
	    SLOT_TEXT("call", buf_text(&text)),
	    SLOT_TEXT("actor", shut->actor));
	buf_done(&text);
	return true;
}

/* Whether a call has connected the descriptor: snapshots can have missed it. */
static bool has_had_peer(const struct situation *situation)
{
	const struct event_call *other;
	size_t place = situation->begin;
	while ((other = situation_own_before(situation, &place))) {
		const struct result *result = &other->call.result;
		// What dup() or a parent gave may be anything.
		if (call_makes_fd(&other->call, situation->fd))
			return !call_is(&other->call, "socket");
		if (call_is(&other->call, "connect") &&
		    other->call.args[0].num == situation->fd &&
		    (!result->value || result->error == EINPROGRESS ||
		     result->error == EINTR))
			return true;
	}
	return true;
}

static void broken_pipe(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (!own)
		return;
	const struct event_packet *rst = situation_rst(situation);
	bool is_over = own->state == SOCKET_CLOSE && !rst;
	if ((own->shut_wr || is_over) && situation_shutdown(situation, SHUT_WR))
		say_shut(situation);
	else if (say_shut_by_other(situation))
		return;
	else if (rst)
		SAY(situation, "over-by-rst",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("address",
			      situation_print(situation, &rst->packet.from)),
		    SLOT_NUMBER("packet", rst->number));
	else if (own->family == AF_UNIX &&
		 !situation_peer(&situation->before, own))
		SAY(situation, "other-end-closed",
		    SLOT_TEXT("own", situation_own(situation)));
	else if (own->family == AF_UNIX &&
		 situation_peer(&situation->before, own)->shut_rd)
		SAY(situation, "other-end-shut",
		    SLOT_TEXT("peer",
			      situation_who(situation,
					    situation_peer(&situation->before,
							   own))));
	else if (!situation_connected(situation) && !has_had_peer(situation))
		SAY(situation, "never-connected",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("state", socket_state_word(own)));
	else if (told_refused(situation))
		SAY(situation, "never-connected-refused",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("call",
			      told_refused(situation)->call.syscall->name));
	else if (own->state == SOCKET_CLOSE && told_before(situation))
		say_over(situation, told_before(situation));
}

/* A pair, or a socket that was connected: the receiver has gone. */
static void receiver_is_closed(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (own && own->family == AF_UNIX && own->type == SOCK_DGRAM &&
	    !situation->address && !situation_peer(&situation->before, own))
		SAY(situation, "receiver-closed",
		    SLOT_TEXT("own", situation_own(situation)));
}

/* No packet says it of a UNIX socket. */
static void end_is_closed(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (own && own->family == AF_UNIX &&
	    !situation_peer(&situation->before, own))
		SAY(situation, "other-end-closed-unread",
		    SLOT_TEXT("own", situation_own(situation)));
}

const struct situation_row *situation_overs(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{NULL, SYSCALL_SENDS, EPIPE, broken_pipe},
		{NULL, SYSCALL_SENDS, ECONNREFUSED, receiver_is_closed},
		{NULL, SYSCALL_RECEIVES, ECONNRESET, end_is_closed},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
