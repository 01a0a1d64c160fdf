/* finding_rest: a send() that took a part, and what became of the rest.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/list.h"
#include "call/part/amount.h"
#include "call/part/message.h"
#include "call/table/syscalls.h"
#include "journal/finding/finding_parts.h"

#include <string.h>

bool finding_sends(const struct call *call, struct arena *arena,
		   struct bytes *bytes)
{
	if (!(call->syscall->flags & SYSCALL_SENDS) || call->argc < 2)
		return false;
	const struct value *value = &call->args[1];
	if (call->syscall->parameters[1].kind == &kind_message)
		value = list_item(value, MESSAGE_IOV);
	if (value->kind == VALUE_LIST)
		*bytes = message_join(value, arena);
	else if (value->kind == VALUE_BYTES)
		*bytes = value->bytes;
	return value->kind == VALUE_LIST || value->kind == VALUE_BYTES;
}

void finding_rest(struct findings *findings, const char *actor,
		  struct descriptor *descriptor, const struct bytes *instead)
{
	// Who tried again, or waits for room, has noticed; and who did so
	// before knows it, and stops for another reason.
	if (descriptor->is_awaited || descriptor->has_gone_on)
		descriptor->shorted.id = 0;
	if (!descriptor->shorted.id)
		return;
	AUTO_FREE char *place = call_place_text(&descriptor->shorted);
	bool is_other = instead && instead->len == descriptor->left;
	const struct slot call = SLOT_TEXT("call", place);
	const struct slot taken = SLOT_NUMBER("taken", descriptor->taken);
	const struct slot asked = SLOT_NUMBER("asked", descriptor->asked);
	const struct slot left = SLOT_NUMBER("left", descriptor->left);
	struct buf text = {0};
	if (is_other)
		SENTENCE(&text, "short-send-others", call, taken, asked, left,
			 SLOT_NUMBER("sent", instead->len));
	else
		SENTENCE(&text, "short-send-rest", call, taken, asked, left);
	finding_tell(findings, FINDING_SHORT_SEND, actor, &descriptor->shorted,
		     buf_text(&text));
	buf_done(&text);
	descriptor->shorted.id = 0;
	// Each turn of such a loop is the same mistake.
	descriptor->has_gone_on = is_other;
}

/* The rest, or its beginning, is what must follow. */
static bool goes_on(const struct descriptor *descriptor,
		    const struct bytes *bytes)
{
	size_t len = descriptor->rest.len;
	if (bytes->len < len)
		len = bytes->len;
	return len && !memcmp(descriptor->rest.data, bytes->data, len);
}

void finding_rest_asked(struct findings *findings,
			const struct event_call *event,
			struct descriptor *descriptor)
{
	struct arena arena = {0};
	struct bytes bytes = {0};
	bool sends = finding_sends(&event->call, &arena, &bytes) ||
		     call_is(&event->call, "sendfile");
	bool ends = event->call.syscall->flags & SYSCALL_ENDS_FD ||
		    call_is(&event->call, "shutdown");
	// What the rest of a file is, only its reader knows.
	if (sends && (descriptor->is_of_file || goes_on(descriptor, &bytes)))
		descriptor->is_awaited = descriptor->has_gone_on = true;
	else if (sends || ends)
		finding_rest(findings, event->actor, descriptor,
			     sends ? &bytes : NULL);
	arena_done(&arena);
}

void finding_sent(struct findings *findings, const struct event_call *event,
		  struct descriptor *descriptor)
{
	struct arena arena = {0};
	struct bytes bytes = {0};
	size_t taken = (size_t)event->call.result.value;
	bool is_of_file = call_is(&event->call, "sendfile");
	if (finding_sends(&event->call, &arena, &bytes) || is_of_file) {
		descriptor->shorted.id = 0;
		descriptor->is_awaited = descriptor->is_of_file = false;
		buf_clear(&descriptor->rest);
	}
	if (is_of_file && descriptor->is_stream &&
	    event->call.result.length > 0) {
		descriptor->shorted = call_place_of(findings, event);
		descriptor->taken = taken;
		descriptor->asked = (size_t)call_asked_bytes(&event->call);
		descriptor->left = (size_t)event->call.result.length;
		descriptor->is_of_file = true;
	}
	if (descriptor->is_stream && taken < bytes.len) {
		descriptor->shorted = call_place_of(findings, event);
		descriptor->taken = taken;
		descriptor->asked = bytes.len;
		descriptor->left = bytes.len - taken;
		buf_add(&descriptor->rest, bytes.data + taken,
			bytes.len - taken);
	}
	arena_done(&arena);
}
