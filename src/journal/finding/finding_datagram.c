/* finding_datagram: a datagram that did not fit.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has no room is thrown away, and the result does not say so. Who looks
 * with MSG_PEEK, or has itself told by MSG_TRUNC, knows.
 */
#include "base/sentence.h"
#include "call/part/amount.h"
#include "call/table/syscalls.h"
#include "journal/datagram.h"
#include "journal/finding/finding_parts.h"

#include <netinet/in.h>
#include <string.h>

enum { EVENTS_MOST = 4096 }; /* that are looked through */

void finding_bound(struct findings *findings, const struct socket_state *row)
{
	for (size_t i = 0; row->protocol == IPPROTO_UDP && i < row->owner_count;
	     i++) {
		struct descriptor *own = descriptor_of(
			process_of(findings, row->owners[i].actor),
			row->owners[i].fd);
		if (own)
			own->bound = row->local;
	}
}

/* Whether the call only takes bytes, and nobody told it of those behind. */
static bool takes_blindly(const struct call *call)
{
	static const char *const names[] = {"recv", "recvfrom", "read"};
	bool is_one = false;
	for (size_t i = 0; i < COUNT(names); i++)
		is_one |= call_is(call, names[i]);
	bool knows = call->argc > 2 &&
		     call->syscall->parameters[2].kind == &kind_msg &&
		     call->args[2].num & (MSG_PEEK | MSG_TRUNC | MSG_ERRQUEUE);
	return is_one && !knows;
}

void finding_cut(struct findings *findings, const struct journal *journal,
		 const struct event_call *event, struct descriptor *descriptor)
{
	const struct call *call = &event->call;
	const struct bytes *taken = &call->result.data;
	size_t end = journal_count(journal);
	size_t begin = end > EVENTS_MOST ? end - EVENTS_MOST : 0;
	if (descriptor->is_stream || descriptor->is_cut ||
	    !descriptor->bound.len || !takes_blindly(call) ||
	    (int64_t)taken->len != call_asked_bytes(call))
		return;
	int64_t size =
		datagram_size_taken(journal, begin, end, &descriptor->bound,
				    &call->result.address, taken);
	if (size <= (int64_t)taken->len)
		return;
	struct call_place at = call_place_of(findings, event);
	AUTO_FREE char *place = call_place_text(&at);
	struct buf text = {0};
	descriptor->is_cut = true;
	SENTENCE(&text, "cut-datagram", SLOT_TEXT("call", place),
		 SLOT_NUMBER("room", taken->len), SLOT_NUMBER("size", size),
		 SLOT_NUMBER("lost", size - (int64_t)taken->len));
	finding_tell(findings, FINDING_CUT_DATAGRAM, event->actor, &at,
		     buf_text(&text));
	buf_done(&text);
}
