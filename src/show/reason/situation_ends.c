/* situation_ends: what a call that ends a socket or its process is about to do.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel ends a connection with its last descriptor, be that by close(2) or
 * by the end of the process: with a FIN, or with an RST when bytes were not
 * read.
 */
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
		situation_say(situation,
			      "It gives fd %lld back: %s goes on listening at "
			      "%s.",
			      (long long)situation->fd,
			      situation_who(situation, other),
			      situation_print(situation, &own->local));
	else
		situation_say(situation,
			      "It gives fd %lld back: nobody listens at %s "
			      "from then on.",
			      (long long)situation->fd,
			      situation_print(situation, &own->local));
	if (own->recv_q && !other)
		situation_say(
			situation, "%s in its queue will get an RST.",
			situation_count(situation, own->recv_q, "client"));
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
		all = arena_printf(&situation->arena, "%s%s%s's fd %d",
				   all ? all : "", all ? " and " : "",
				   owner->actor, owner->fd);
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
		situation_say(situation,
			      "It gives fd %lld back. %s in it were not read, "
			      "so the kernel sends an RST to %s.",
			      fd, situation_count(situation, unread, "byte"),
			      to);
	else if (lingers && seconds == 0)
		situation_say(
			situation,
			"It gives fd %lld back. SO_LINGER is on with 0 "
			"seconds, so the kernel sends an RST to %s and no "
			"FIN.",
			fd, to);
	else if (!own->shut_wr)
		situation_say(situation,
			      "It gives fd %lld back, the last one of this "
			      "connection, and the kernel sends a FIN to %s%s.",
			      fd, to,
			      own->send_q ? ", behind what is in the send "
					    "buffer"
					  : "");
	if (lingers && seconds > 0 && unread <= 0)
		situation_say(situation,
			      "SO_LINGER makes it wait up to %s for the ACK.",
			      situation_count(situation, seconds, "second"));
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
		situation_say(situation,
			      "It gives fd %lld back. The socket stays, for "
			      "%s.",
			      (long long)situation->fd, others(situation, own));
	else if (asleep)
		situation_say(
			situation,
			"It gives fd %lld back, and wakes nobody: %s "
			"sleeps in %s() on it, and the socket stays until "
			"that call is over.",
			(long long)situation->fd, asleep->actor,
			asleep->call.syscall->name);
	else if (own->state == SOCKET_LISTEN)
		closes_listener(situation);
	else if (own->state == SOCKET_ESTABLISHED ||
		 own->state == SOCKET_CLOSE_WAIT)
		closes_last(situation);
}

static void shuts_listener(struct situation *situation)
{
	if (situation_number(situation, 1) == SHUT_WR)
		situation_say(situation,
			      "%s listens, and has nothing to send: it goes on "
			      "listening.",
			      situation_own(situation));
	else
		situation_say(situation,
			      "It ends listening at %s; who sleeps in accept() "
			      "there is woken, with EINVAL.",
			      situation_own(situation));
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
		situation_say(situation,
			      "It ends receiving at %s: recv() returns 0 there "
			      "as soon as nothing is unread. No packet tells "
			      "the other end.",
			      situation_own(situation));
	else if (is_up && !own->shut_wr)
		situation_say(situation,
			      "It ends sending at %s: behind what is in the "
			      "send buffer goes a FIN to %s.",
			      situation_own(situation),
			      situation_print(situation, &own->peer));
	else if (own->state == SOCKET_FIN_WAIT1 ||
		 own->state == SOCKET_FIN_WAIT2)
		situation_say(situation,
			      "Sending was ended at %s before: no packet goes "
			      "out.",
			      situation_own(situation));
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
static const char *fate(struct situation *situation,
			const struct socket_state *row)
{
	bool ends = row->state == SOCKET_ESTABLISHED ||
		    row->state == SOCKET_CLOSE_WAIT;
	if (is_shared(situation, row))
		return "which stays open in another process";
	if (row->state == SOCKET_LISTEN && row->family != AF_UNIX)
		return arena_printf(&situation->arena, "which listens at %s",
				    situation_print(situation, &row->local));
	int64_t seconds;
	if (!situation_is_tcp(row) || !ends || row->shut_wr)
		return NULL;
	if (situation_lingers(situation, situation->place, row, &seconds) &&
	    seconds == 0)
		return arena_printf(&situation->arena,
				    "with an RST to %s, as SO_LINGER with 0 "
				    "seconds says",
				    situation_print(situation, &row->peer));
	return arena_printf(&situation->arena,
			    situation_unread(row) > 0
				    ? "with an RST to %s, for bytes were not "
				      "read"
				    : "with a FIN to %s",
			    situation_print(situation, &row->peer));
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
			const char *what = fate(situation, row);
			if (count++ < TOLD_MOST)
				buf_printf(&text, "%s fd %d%s%s",
					   count > 1 ? ";" : "",
					   row->owners[k].fd, what ? ", " : "",
					   what ? what : "");
		}
	}
	if (count > TOLD_MOST)
		buf_printf(&text, "; and %zu more", count - TOLD_MOST);
	if (count)
		situation_say(situation,
			      "It ends %s. The kernel closes what it left "
			      "open:%s.",
			      situation->actor, buf_text(&text));
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
