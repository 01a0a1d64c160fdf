/* tell_ending: causes that the end of what a peer got shows.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line without the newline that it came with, and a line with the NUL that
 * ends a string in C, alone or with what stands behind it in a buffer: all that
 * comes before is right.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "check/tell_parts.h"

#include <string.h>

/* What stands between the first quote and the next that has no backslash
 * before it; of no length where it is not so, or a part is left out. */
static struct str quoted(const char *text)
{
	const char *begin = strchr(text, '"');
	size_t len = 0;
	if (!begin)
		return (struct str){0};
	begin++;
	while (begin[len] && begin[len] != '"')
		len += begin[len] == '\\' && begin[len + 1] ? 2 : 1;
	return (struct str){begin, begin[len] ? len : 0};
}

/* Whether `more` is `less` with that escape behind it. */
static bool is_with(struct str more, struct str less, const char *escape)
{
	size_t len = strlen(escape);
	return more.data && less.data && less.len &&
	       more.len == less.len + len &&
	       !memcmp(more.data, less.data, less.len) &&
	       !memcmp(more.data + less.len, escape, len);
}

/* Whether the bytes that the call sent or received end with that one. */
static bool ends_with(const struct teller *teller,
		      const struct event_call *call, unsigned char last)
{
	struct bytes bytes = call->call.result.data;
	if (call->call.syscall->flags & SYSCALL_SENDS &&
	    !call_sent(&call->call, teller->arena, &bytes))
		return false;
	return bytes.len && (unsigned char)bytes.data[bytes.len - 1] == last;
}

/* The last call with that flag, before `place`, that transferred something. */
static const struct event_call *transfer_before(const struct teller *teller,
						size_t *place, unsigned flag)
{
	while (*place > 0) {
		const struct event_call *call =
			tell_returned_at(teller, --*place);
		if (call && call->call.syscall->flags & flag &&
		    call->call.result.value > 0)
			return call;
	}
	return NULL;
}

static bool put_newline(struct teller *teller, const char **lesson)
{
	size_t place = journal_count(teller->journal);
	const struct event_call *sent =
		transfer_before(teller, &place, SYSCALL_SENDS);
	if (!sent || ends_with(teller, sent, '\n'))
		return false;
	const struct event_call *got =
		transfer_before(teller, &place, SYSCALL_RECEIVES);
	AUTO_FREE char *send = tell_place(teller, sent);
	struct buf text = {0};
	if (got && ends_with(teller, got, '\n')) {
		AUTO_FREE char *recv = tell_place(teller, got);
		SENTENCE(&text, "newline-taken", SLOT_TEXT("send", send),
			 SLOT_TEXT("recv", recv));
	} else {
		SENTENCE(&text, "newline-missing", SLOT_TEXT("send", send));
	}
	tell_put_cause(teller, &text);
	*lesson = "no-boundaries";
	return true;
}

/* What was sent goes on behind the line: with the NUL of a string, or with all
 * that its buffer held. */
static bool put_nul(struct teller *teller, const char **lesson)
{
	size_t place = journal_count(teller->journal);
	const struct event_call *call =
		transfer_before(teller, &place, SYSCALL_SENDS);
	struct bytes sent = {0};
	if (!call || !call_sent(&call->call, teller->arena, &sent))
		return false;
	const unsigned char *nul =
		sent.len ? memchr(sent.data, '\0', sent.len) : NULL;
	if (!nul || nul == sent.data)
		return false;
	size_t length = (size_t)(nul - sent.data);
	AUTO_FREE char *send = tell_place(teller, call);
	struct buf text = {0};
	if ((int64_t)length + 1 == call->call.result.value)
		SENTENCE(&text, "nul-sent", SLOT_TEXT("send", send));
	else
		SENTENCE(&text, "buffer-sent", SLOT_TEXT("send", send),
			 SLOT_NUMBER("sent", call->call.result.value),
			 SLOT_NUMBER("length", length));
	tell_put_cause(teller, &text);
	*lesson = "no-boundaries";
	return true;
}

bool tell_ending(struct teller *teller, const char **lesson)
{
	static const char gets[] = NOTATION("gets ");
	const struct event_check *check = tell_unmet(teller);
	if (!check || !check->found ||
	    strncmp(check->text, gets, sizeof(gets) - 1) != 0 ||
	    strncmp(check->found, gets, sizeof(gets) - 1) != 0)
		return false;
	struct str wanted = quoted(check->text), found = quoted(check->found);
	if (is_with(wanted, found, "\\n"))
		return put_newline(teller, lesson);
	struct str begin = {found.data, wanted.len + 2 < found.len
						? wanted.len + 2
						: found.len};
	return is_with(begin, wanted, "\\0") && put_nul(teller, lesson);
}
