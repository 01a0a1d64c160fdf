/* tell_mixed: bytes of one peer that came to another.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "base/text.h"
#include "call/table/syscalls.h"
#include "check/tell_parts.h"

#include <string.h>

/* So many bytes are no accident: the values of a check are drawn anew. */
enum { BYTES_LEAST = 4 };

static bool has(const struct buf *text, const void *part, size_t len)
{
	return text->len && memmem(text->data, text->len, part, len);
}

/* The call that returned at that place without a failure; NULL for none. */
static const struct event_call *done_at(const struct teller *teller, size_t i)
{
	const struct event *event = journal_at(teller->journal, i);
	const struct event_call *call = &event->as.call;
	return event->kind == EVENT_CALL && call->phase == CALL_RETURN &&
			       !call->call.result.error
		       ? call
		       : NULL;
}

/* All that the actor has sent, one behind the other. */
static void collect_sent(const struct teller *teller, const char *actor,
			 struct buf *out)
{
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event_call *call = done_at(teller, i);
		struct bytes sent;
		if (call && !strcmp(call->actor, actor) &&
		    call_sent(&call->call, teller->arena, &sent))
			buf_add(out, sent.data, sent.len);
	}
}

/* What the actor received last. */
static struct bytes last_received(const struct teller *teller,
				  const char *actor)
{
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		const struct event_call *call = done_at(teller, i);
		if (call && !strcmp(call->actor, actor) &&
		    call->call.syscall->flags & SYSCALL_RECEIVES &&
		    call->call.result.data.len)
			return call->call.result.data;
	}
	return (struct bytes){0};
}

/* The program's last call that sent something that begins like that. */
static const struct event_call *sender_of(const struct teller *teller,
					  const struct bytes *data)
{
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		const struct event_call *call = tell_call_at(teller, i);
		struct bytes sent;
		if (call && call->phase == CALL_RETURN &&
		    call_sent(&call->call, teller->arena, &sent) &&
		    sent.len >= BYTES_LEAST &&
		    !memcmp(sent.data, data->data, BYTES_LEAST))
			return call;
	}
	return NULL;
}

/* How many of the first bytes are that other peer's and not one's own. None
 * are where bytes of that peer are expected: then this is no mistake. */
static size_t count_foreign(const struct teller *teller,
			    const struct bytes *data, const struct buf *own,
			    const char *other)
{
	const char *wanted = strchr(tell_unmet(teller)->text, '"');
	struct buf sent = {0};
	size_t count = 0;
	collect_sent(teller, other, &sent);
	if (wanted && strcspn(wanted + 1, "\"\\") >= BYTES_LEAST &&
	    !has(&sent, wanted + 1, BYTES_LEAST) &&
	    !has(own, data->data, BYTES_LEAST)) {
		while (count < data->len && has(&sent, data->data, count + 1))
			count++;
	}
	buf_done(&sent);
	return count < BYTES_LEAST ? 0 : count;
}

/* The other peer whose bytes these are, and how many; NULL: nobody's. */
static const char *find_other(const struct teller *teller, const char *peer,
			      const struct bytes *data, size_t *count)
{
	const char *found = NULL;
	struct buf own = {0};
	collect_sent(teller, peer, &own);
	for (size_t i = 0; !found && i < journal_count(teller->journal); i++) {
		const struct event_call *call = done_at(teller, i);
		if (!call || !(call->call.syscall->flags & SYSCALL_SENDS) ||
		    !strcmp(call->actor, peer) ||
		    tell_is_of(call->actor, tell_last_run(teller)))
			continue;
		*count = count_foreign(teller, data, &own, call->actor);
		found = *count ? call->actor : NULL;
	}
	buf_done(&own);
	return found;
}

bool tell_mixed(struct teller *teller, const char **lesson)
{
	static const char gets[] = NOTATION("gets ");
	size_t played = tell_played(teller), count;
	const struct beat *beat =
		played ? tell_beat_at(teller, played - 1) : NULL;
	const struct event_check *check = tell_unmet(teller);
	if (!beat || beat->kind != BEAT_CALL || !check || !check->found ||
	    strncmp(check->text, gets, sizeof(gets) - 1) != 0 ||
	    strncmp(check->found, gets, sizeof(gets) - 1) != 0)
		return false;
	struct bytes data = last_received(teller, beat->actor);
	if (data.len < BYTES_LEAST)
		return false;
	const char *other = find_other(teller, beat->actor, &data, &count);
	const struct event_call *call = other ? sender_of(teller, &data) : NULL;
	if (!call)
		return false;
	AUTO_FREE char *place = tell_place(teller, call);
	struct buf text = {0};
	SENTENCE(&text, "mixed", SLOT_NUMBER("count", count),
		 SLOT_TEXT("peer", beat->actor), SLOT_TEXT("other", other),
		 SLOT_TEXT("place", place));
	tell_put_cause(teller, &text);
	*lesson = "poll";
	return true;
}
