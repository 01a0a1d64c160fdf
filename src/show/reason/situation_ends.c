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

static void closes_listener(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	situation_say(situation,
		      "It gives fd %lld back: nobody listens at %s "
		      "from then on.",
		      (long long)situation->fd,
		      situation_print(situation, &own->local));
	if (own->recv_q)
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

/* Unread bytes were acknowledged: only an RST tells the peer that nobody got
 * them (RFC 2525, 2.17). */
static void closes(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own || !situation_is_tcp(own))
		return;
	if (own->owner_count > 1) {
		situation_say(situation,
			      "It gives fd %lld back. The socket stays, for "
			      "%s.",
			      (long long)situation->fd, others(situation, own));
		return;
	}
	if (own->state == SOCKET_LISTEN) {
		closes_listener(situation);
		return;
	}
	int64_t unread = situation_unread(own);
	bool ends = own->state == SOCKET_ESTABLISHED ||
		    own->state == SOCKET_CLOSE_WAIT;
	bool lingers =
		situation_has_option(situation, own, SOL_SOCKET, SO_LINGER);
	if (!ends || own->shut_wr || lingers)
		return;
	if (unread > 0)
		situation_say(situation,
			      "It gives fd %lld back. %s in it were not read, "
			      "so the kernel sends an RST to %s.",
			      (long long)situation->fd,
			      situation_count(situation, unread, "byte"),
			      situation_print(situation, &own->peer));
	else
		situation_say(situation,
			      "It gives fd %lld back, the last one of this "
			      "connection, and the kernel sends a FIN to %s.",
			      (long long)situation->fd,
			      situation_print(situation, &own->peer));
}

static void shuts(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own || !situation_is_tcp(own) || !own->peer.len)
		return;
	if (situation_number(situation, 1) == SHUT_RD)
		situation_say(situation,
			      "It ends receiving at %s; no packet "
			      "tells the other end.",
			      situation_own(situation));
	else
		situation_say(situation,
			      "It ends sending at %s: behind what is in the "
			      "send buffer goes a FIN to %s.",
			      situation_own(situation),
			      situation_print(situation, &own->peer));
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
	if (!situation_is_tcp(row) || !ends || row->shut_wr ||
	    situation_has_option(situation, row, SOL_SOCKET, SO_LINGER))
		return NULL;
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
