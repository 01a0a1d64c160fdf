/* probe_ours: which of the machine's sockets belong to the lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Without namespaces a listing holds every socket of the machine. Ours are:
 * 1. those of the actors;
 * 2. those that were in the snapshot before, by their cookie: the kernel keeps
 *    it from the handshake to the end of TIME_WAIT;
 * 3. those that no process has and whose addresses are those of one of 1, the
 *    same way round (a child that waits in a listener's queue) or the other
 *    (the other end of a connection, which its process has closed).
 * Nobody else's socket without a process can have such addresses: they name
 * one connection, and a listener's port is one listener's.
 */
#include "lab/probe/probe_ours.h"

#include <netinet/in.h>
#include <string.h>

enum { STATE_LISTEN = 10 }; /* tcp_states.h */

static int compare_cookies(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
	return a < b ? -1 : a > b;
}

/* The cookies of a snapshot, sorted. The caller frees them. */
static uint64_t *cookies_of(const struct snapshot *snapshot)
{
	uint64_t *cookies = xcalloc(snapshot->count, sizeof(*cookies));
	for (size_t i = 0; i < snapshot->count; i++)
		cookies[i] = snapshot->rows[i].cookie;
	qsort(cookies, snapshot->count, sizeof(*cookies), compare_cookies);
	return cookies;
}

static bool is_child(const struct socket_state *row,
		     const struct socket_state *listener)
{
	return listener->state == STATE_LISTEN &&
	       address_port(&row->local) == address_port(&listener->local) &&
	       (address_is_wildcard(&listener->local) ||
		address_same(&row->local, &listener->local));
}

static bool is_of_connection(const struct socket_state *row,
			     const struct socket_state *ours)
{
	if (!ours->peer.len)
		return false;
	return (address_same(&row->local, &ours->local) &&
		address_same(&row->peer, &ours->peer)) ||
	       (address_same(&row->local, &ours->peer) &&
		address_same(&row->peer, &ours->local));
}

/* The other end of a TIME_WAIT is one, too, where the listener is ours. */
static bool is_to_listener(const struct socket_state *row,
			   const struct socket_state *listener)
{
	return listener->state == STATE_LISTEN &&
	       address_same(&row->peer, &listener->local);
}

static bool is_related(const struct socket_state *row,
		       const struct snapshot *snapshot)
{
	if (row->inode || row->protocol != IPPROTO_TCP)
		return false;
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct socket_state *ours = &snapshot->rows[i];
		if (ours->owner_count && ours->protocol == IPPROTO_TCP &&
		    (is_child(row, ours) || is_to_listener(row, ours) ||
		     is_of_connection(row, ours)))
			return true;
	}
	return false;
}

/* Decides about all rows before the first is moved: the decision looks at
 * other rows. */
void probe_keep_ours(const struct probe *probe, struct snapshot *snapshot)
{
	static const struct snapshot nothing;
	const struct snapshot *before =
		probe->before ? probe->before : &nothing;
	AUTO_FREE uint64_t *known = cookies_of(before);
	AUTO_FREE bool *keep = xcalloc(snapshot->count, sizeof(*keep));
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct socket_state *row = &snapshot->rows[i];
		keep[i] = row->owner_count ||
			  bsearch(&row->cookie, known, before->count,
				  sizeof(*known), compare_cookies) ||
			  is_related(row, snapshot);
	}
	size_t kept = 0;
	for (size_t i = 0; i < snapshot->count; i++)
		if (keep[i])
			snapshot->rows[kept++] = snapshot->rows[i];
	snapshot->count = kept;
}
