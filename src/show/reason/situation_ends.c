/* situation_ends: what a call that ends a socket or its process is about to do.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel ends a connection with its last descriptor, be that by close(2) or
 * by the end of the process: with a FIN, or with an RST when bytes were not
 * read.
 */
#include "base/sentence.h"
#include "show/reason/situation_parts.h"

#include <string.h>
#include <sys/socket.h>

static bool listens_too(const struct situation *situation,
			const struct socket_state *row)
{
	const struct socket_state *own = situation->now;
	return row != own && row->state == SOCKET_LISTEN &&
	       row->family != AF_UNIX && row->protocol == own->protocol &&
	       situation_same(&row->local, &own->local);
}

/* Another that listens at the same address, or NULL (SO_REUSEPORT). */
static const struct socket_state *
other_listener(const struct situation *situation)
{
	for (size_t i = 0; i < situation->after.count; i++) {
		if (listens_too(situation, &situation->after.rows[i]))
			return &situation->after.rows[i];
	}
	return NULL;
}

static void closes_listener(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	const struct socket_state *other = other_listener(situation);
	if (other)
		SAY(situation, "closes-other-listens",
		    SLOT_NUMBER("fd", situation->fd),
		    SLOT_TEXT("other", situation_who(situation, other)),
		    SLOT_TEXT("address",
			      situation_print(situation, &own->local)));
	else
		SAY(situation, "closes-listener",
		    SLOT_NUMBER("fd", situation->fd),
		    SLOT_TEXT("address",
			      situation_print(situation, &own->local)));
	if (own->recv_q && !other)
		SAY(situation, "closes-queue",
		    SLOT_NUMBER("clients", own->recv_q));
}

/* The descriptors of a socket besides the call's own. */
static const char *others(struct situation *situation,
			  const struct socket_state *row)
{
	const char *all = NULL;
	for (size_t i = 0; i < row->owner_count; i++) {
		const struct socket_owner *owner = &row->owners[i];
		if (owner->fd == situation->fd &&
		    !strcmp(owner->actor, situation->actor))
			continue;
		all = situation_both(
			situation, all,
			situation_fd_of(situation, owner->actor, owner->fd));
	}
	return all;
}

/* Another thread that sleeps in a call on the descriptor, or NULL: the call
 * keeps the socket until it comes back. */
static const struct event_call *sleeper(const struct situation *situation)
{
	for (size_t i = situation->place; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *other = &event->as.call;
		if (event->kind != EVENT_CALL ||
		    !situation_is_own(situation, other->actor) ||
		    !strcmp(other->actor, situation->event->actor))
			continue;
		const struct event_call *open = journal_open_call(
			situation->journal, situation->place, other->actor);
		int arg = open ? call_fd_arg(&open->call) : -1;
		if (arg >= 0 && open->phase == CALL_BLOCKED &&
		    open->call.args[arg].num == situation->fd)
			return open;
	}
	return NULL;
}

static void closes_last(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	const char *to = situation_print(situation, &own->peer);
	int64_t unread = situation_unread(own), seconds;
	long long fd = (long long)situation->fd;
	bool lingers =
		situation_lingers(situation, situation->place, own, &seconds);
	if (unread > 0)
		SAY(situation, "closes-unread", SLOT_NUMBER("fd", fd),
		    SLOT_NUMBER("unread", unread), SLOT_TEXT("to", to));
	else if (lingers && seconds == 0)
		SAY(situation, "closes-lingering", SLOT_NUMBER("fd", fd),
		    SLOT_TEXT("to", to));
	else if (!own->shut_wr)
		SAY(situation, own->send_q ? "closes-behind-buffer" : "closes",
		    SLOT_NUMBER("fd", fd), SLOT_TEXT("to", to));
	if (lingers && seconds > 0 && unread <= 0)
		SAY(situation, "closes-waiting",
		    SLOT_NUMBER("seconds", seconds));
}

/* Unread bytes were acknowledged: only an RST tells the peer that nobody got
 * them (RFC 2525, 2.17). */
static void closes(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own || !situation_is_tcp(own))
		return;
	const struct event_call *asleep = sleeper(situation);
	if (own->owner_count > 1)
		SAY(situation, "closes-number",
		    SLOT_NUMBER("fd", situation->fd),
		    SLOT_TEXT("others", others(situation, own)));
	else if (asleep)
		SAY(situation, "closes-in-use",
		    SLOT_NUMBER("fd", situation->fd),
		    SLOT_TEXT("actor", asleep->actor),
		    SLOT_TEXT("call", asleep->call.syscall->name));
	else if (own->state == SOCKET_LISTEN)
		closes_listener(situation);
	else if (own->state == SOCKET_ESTABLISHED ||
		 own->state == SOCKET_CLOSE_WAIT)
		closes_last(situation);
}

static void shuts_listener(struct situation *situation)
{
	if (situation_number(situation, 1) == SHUT_WR)
		SAY(situation, "shuts-listener-write",
		    SLOT_TEXT("own", situation_own(situation)));
	else
		SAY(situation, "shuts-listener",
		    SLOT_TEXT("own", situation_own(situation)));
}

static void shuts(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	int64_t how = situation_number(situation, 1);
	if (!own || !situation_is_tcp(own))
		return;
	bool is_up = own->state == SOCKET_ESTABLISHED ||
		     own->state == SOCKET_CLOSE_WAIT;
	if (own->state == SOCKET_LISTEN)
		shuts_listener(situation);
	else if (address_port(&own->peer) <= 0)
		return;
	else if (how == SHUT_RD)
		SAY(situation, "shuts-read",
		    SLOT_TEXT("own", situation_own(situation)));
	else if (is_up && !own->shut_wr)
		SAY(situation, "shuts-write",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("peer", situation_print(situation, &own->peer)));
	else if (own->state == SOCKET_FIN_WAIT1 ||
		 own->state == SOCKET_FIN_WAIT2)
		SAY(situation, "shuts-again",
		    SLOT_TEXT("own", situation_own(situation)));
	if (how == SHUT_RDWR && situation->out->len &&
	    own->state != SOCKET_LISTEN)
		SAY(situation, own->state == SOCKET_ESTABLISHED
				       ? "shuts-read-too-reset"
				       : "shuts-read-too");
}

/* --- the end of the process ------------------------------------------------
 */

static bool is_shared(const struct situation *situation,
		      const struct socket_state *row)
{
	for (size_t i = 0; i < row->owner_count; i++) {
		if (strcmp(row->owners[i].actor, situation->actor) != 0)
			return true;
	}
	return false;
}

/* "which listens at 127.0.0.1:80": what becomes of a row that the process
 * leaves open. */
static const char *fate_of(struct situation *situation,
			   const struct socket_state *row)
{
	bool ends = row->state == SOCKET_ESTABLISHED ||
		    row->state == SOCKET_CLOSE_WAIT;
	if (is_shared(situation, row))
		return WORDS(situation, "left-shared");
	if (row->state == SOCKET_LISTEN && row->family != AF_UNIX)
		return WORDS(
			situation, "left-listening",
			SLOT_TEXT("address",
				  situation_print(situation, &row->local)));
	int64_t seconds;
	const char *peer = situation_print(situation, &row->peer);
	if (!situation_is_tcp(row) || !ends || row->shut_wr)
		return NULL;
	if (situation_lingers(situation, situation->place, row, &seconds) &&
	    seconds == 0)
		return WORDS(situation, "left-lingering",
			     SLOT_TEXT("peer", peer));
	return WORDS(situation,
		     situation_unread(row) > 0 ? "left-unread" : "left-read",
		     SLOT_TEXT("peer", peer));
}

/* "fd 3, with a FIN to 10.0.0.2:80". */
static const char *left_open(struct situation *situation,
			     const struct socket_state *row, int fd)
{
	const struct slot number = SLOT_NUMBER("fd", fd);
	const char *fate = fate_of(situation, row);
	return fate ? WORDS(situation, "left-open", number,
			    SLOT_TEXT("fate", fate))
		    : WORDS(situation, "left-alone", number);
}

static void ends_process(struct situation *situation)
{
	enum { TOLD_MOST = 3 };
	struct buf text = {0};
	size_t count = 0;
	for (size_t i = 0; i < situation->after.count; i++) {
		const struct socket_state *row = &situation->after.rows[i];
		for (size_t k = 0; k < row->owner_count; k++) {
			if (strcmp(row->owners[k].actor, situation->actor) != 0)
				continue;
			if (count++ < TOLD_MOST)
				buf_printf(&text, "%s%s", count > 1 ? "; " : "",
					   left_open(situation, row,
						     row->owners[k].fd));
		}
	}
	if (count > TOLD_MOST)
		SAY(situation, "ends-process-more",
		    SLOT_TEXT("actor", situation->actor),
		    SLOT_TEXT("left", buf_text(&text)),
		    SLOT_NUMBER("more", count - TOLD_MOST));
	else if (count)
		SAY(situation, "ends-process",
		    SLOT_TEXT("actor", situation->actor),
		    SLOT_TEXT("left", buf_text(&text)));
	buf_done(&text);
}

/* clang-format off */
static const struct situation_row rows[] = {
	{"_exit", 0, SITUATION_AHEAD, ends_process},
	{"close", 0, SITUATION_AHEAD, closes},
	{"shutdown", 0, SITUATION_AHEAD, shuts},
};
/* clang-format on */

const struct situation_row *situation_ends(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
