/* finding_reset: a connection that was closed with bytes unread.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel makes an RST of the FIN then, which is no mistake by itself: it is
 * one when the other end met it. Of several that have a copy of the socket, the
 * last one's close() ends it. Between the entry of close() and its return more
 * may come, where the program is stopped there: the last row counts.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "journal/finding/finding_parts.h"

static bool is_met_by(const struct cut *cut,
		      const struct descriptor *descriptor)
{
	return cut->unread > 0 && descriptor->peer.len &&
	       address_same(&cut->local, &descriptor->peer) &&
	       address_same(&cut->peer, &descriptor->local);
}

static void tell(struct findings *findings, const struct event_call *event,
		 const struct cut *cut)
{
	AUTO_FREE char *place = call_place_text(&cut->at);
	struct buf text = {0};
	SENTENCE(&text, "closed-unread", SLOT_TEXT("call", place),
		 SLOT_NUMBER("unread", cut->unread),
		 SLOT_TEXT("actor", event->actor),
		 SLOT_TEXT("failed", event->call.syscall->name));
	finding_tell(findings, FINDING_CLOSED_UNREAD, cut->actor, &cut->at,
		     buf_text(&text));
	buf_done(&text);
}

void finding_met_reset(struct findings *findings,
		       const struct event_call *event,
		       const struct descriptor *descriptor)
{
	bool is_told = false;
	for (struct cut *cut = findings->cuts; cut; cut = cut->next) {
		if (!is_met_by(cut, descriptor))
			continue;
		if (!is_told)
			tell(findings, event, cut);
		is_told = true;
		cut->is_over = true;
		cut->unread = 0;
	}
}

void finding_closes(struct findings *findings, const struct event_call *event,
		    const struct descriptor *descriptor)
{
	if (!call_is(&event->call, "close") || !descriptor->peer.len)
		return;
	struct cut *cut = arena_alloc(&findings->arena, sizeof(*cut));
	*cut = (struct cut){
		.at = call_place_of(findings, event),
		.actor = arena_strdup(&findings->arena, event->actor),
		.local = descriptor->local,
		.peer = descriptor->peer,
		.unread = descriptor->unread,
		.next = findings->cuts,
	};
	findings->cuts = cut;
}

void finding_not_closed(struct findings *findings,
			const struct event_call *event)
{
	for (struct cut *cut = findings->cuts; cut; cut = cut->next) {
		if (cut->at.id != event->id)
			continue;
		cut->is_over = true;
		cut->unread = 0;
	}
}

void finding_reset_row(struct findings *findings,
		       const struct socket_state *row, int64_t unread)
{
	for (struct cut *cut = findings->cuts; cut; cut = cut->next) {
		if (!cut->is_over && address_same(&cut->local, &row->local) &&
		    address_same(&cut->peer, &row->peer))
			cut->unread = unread;
	}
}
