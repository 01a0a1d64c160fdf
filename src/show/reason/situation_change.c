/* situation_change: what a call that came back well changed in the kernel.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It is read off the rows of its socket before and after it: a new one, one
 * that went, a state, an address, a queue.
 */
#include "base/sentence.h"
#include "show/reason/situation_parts.h"

/* What dup() gives is no news of the kernel's sockets. */
static void say_made(struct situation *situation,
		     const struct socket_state *row)
{
	const struct slot own = SLOT_TEXT("own", situation_who(situation, row));
	bool accepts = call_is(situation->call, "accept") ||
		       call_is(situation->call, "accept4");
	if (accepts && address_port(&row->peer) > 0)
		SAY(situation, "changed-accepted", own,
		    SLOT_TEXT("peer", situation_print(situation, &row->peer)));
	else if (!snapshot_find(&situation->before, row->host, row->cookie))
		SAY(situation, "changed-new", own,
		    SLOT_TEXT("state", socket_state_word(row)));
}

/* A descriptor was closed; the socket may have others, or go on without. */
static void say_closed(struct situation *situation)
{
	const struct socket_state *old = situation->socket;
	const struct socket_state *left =
		snapshot_find(&situation->after, old->host, old->cookie);
	const struct slot own = SLOT_TEXT("own", situation_who(situation, old));
	if (!left)
		SAY(situation, "changed-gone", own);
	else if (left->owner_count)
		SAY(situation, "changed-shared", own,
		    SLOT_TEXT("other", situation_who(situation, left)));
	else
		SAY(situation, "changed-left", own,
		    SLOT_TEXT("state", socket_state_word(left)));
}

static void say_queue(struct situation *situation, const char *column,
		      uint32_t before, uint32_t now)
{
	if (before == now)
		return;
	SAY(situation, "changed-queue",
	    SLOT_TEXT("own", situation_own(situation)),
	    SLOT_TEXT("column", column), SLOT_NUMBER("before", before),
	    SLOT_NUMBER("now", now));
}

/* `too`: behind another sentence about the same socket. */
static void say_address(struct situation *situation,
			const struct socket_state *now, bool too)
{
	const struct slot address =
		SLOT_TEXT("address", situation_print(situation, &now->local));
	if (too)
		SAY(situation, "changed-address-too", address);
	else
		SAY(situation, "changed-address",
		    SLOT_TEXT("own", situation_own(situation)), address);
}

static void say_row(struct situation *situation)
{
	const struct socket_state *old = situation->socket;
	const struct socket_state *now = situation->now;
	const struct slot own = SLOT_TEXT("own", situation_own(situation));
	if (old->state != now->state)
		SAY(situation, "changed-state", own,
		    SLOT_TEXT("before", socket_state_word(old)),
		    SLOT_TEXT("state", socket_state_word(now)));
	if (!situation_is_bound(old) && situation_is_bound(now))
		say_address(situation, now, old->state != now->state);
	if (old->state != now->state)
		return;
	if (!old->no_recv_q && !now->no_recv_q)
		say_queue(situation, NOTATION("Recv-Q"), old->recv_q,
			  now->recv_q);
	if (!old->no_send_q && !now->no_send_q)
		say_queue(situation, NOTATION("Send-Q"), old->send_q,
			  now->send_q);
}

void situation_say_change(struct situation *situation)
{
	const struct call *call = situation->call;
	const struct socket_state *made = situation_made(situation);
	if (call_can_make_fd(call) && made)
		say_made(situation, made);
	else if (situation->socket && !situation->now)
		say_closed(situation);
	else if (situation->socket && situation->now &&
		 situation->socket->cookie == situation->now->cookie)
		say_row(situation);
}
