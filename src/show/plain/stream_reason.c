/* stream_reason: why a call of a stream came back as it did, as a line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The state that a call met is not that in which it was entered: a program is
 * stopped there while others go on. What they did is told by their calls and
 * their ends, so the last of those before this one came back, or fell asleep,
 * is where it began. What it did itself, packets and rows of sockets, stands
 * behind it, up to the next call of anybody.
 */
#include "show/plain/stream_reason.h"

#include "base/sentence.h"
#include "call/list.h"
#include "call/part/amount.h"
#include "call/table/syscalls.h"
#include "call/whole/fault.h"
#include "show/plain/stream_row.h"
#include "show/reason/situation.h"
#include "show/reason/usual.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* MSG_PEEK and others. */
static bool has_flags(const struct call *call)
{
	return call->argc > 2 &&
	       call->syscall->parameters[2].kind == &kind_msg &&
	       call->args[2].num;
}

/* It gives an address, or asks for one, or another value that can be cut; or it
 * is given numbers. */
static bool names(const struct call *call)
{
	static const char *const calls[] = {
		"accept",      "accept4",     "bind",	"connect",
		"getpeername", "getsockname", "listen", "getsockopt",
		"pipe",	       "pipe2",
	};
	for (size_t i = 0; i < COUNT(calls); i++) {
		if (call_is(call, calls[i]))
			return true;
	}
	return false;
}

/* Events that are told unasked, and mean that something is over. */
static bool has_trouble(const struct value *events, bool is_epoll)
{
	enum { TROUBLE = POLLERR | POLLHUP | POLLNVAL | POLLRDHUP };
	for (size_t i = 0; i < events->count; i++) {
		const struct value *item = &events->items[i];
		if ((is_epoll ? list_item(item, 0) : item)->num & TROUBLE)
			return true;
	}
	return false;
}

/* It waits for any of several descriptors. */
static bool is_of_many(const struct call *call)
{
	return call_is(call, "epoll_wait") || call_is(call, "poll") ||
	       call_is(call, "select");
}

/* Who waited for a descriptor, and in vain, or is told of an end. */
static bool has_waited(const struct call *call)
{
	bool is_epoll = call_is(call, "epoll_wait");
	if (!is_of_many(call))
		return false;
	const struct value *last = &call->args[call->argc - 1];
	bool only_looks = last->kind == VALUE_INT && last->num == 0;
	if (!call->result.value)
		return !only_looks;
	return !call_is(call, "select") &&
	       has_trouble(&call->result.out, is_epoll);
}

/* Whether a call that came back well may have done less than was hoped: the
 * end of a stream, a part of what was to be sent, a buffer that was too small,
 * a close() that took something along. */
static bool can_surprise(const struct call *call)
{
	unsigned flags = call->syscall->flags;
	int64_t value = call->result.value, asked = call_asked_bytes(call);
	if (flags & SYSCALL_RECEIVES)
		return value == 0 || value >= asked || has_flags(call) ||
		       call->room == CALL_ROOM_EMPTY || call->room > 0;
	return flags & (SYSCALL_SENDS | SYSCALL_ENDS_FD) || names(call) ||
	       has_waited(call) || (call_is(call, "splice") && !value);
}

static bool is_worth_words(const struct call *call)
{
	const struct result *result = &call->result;
	if (!result->done)
		return false;
	return result->error || result->signal || can_surprise(call);
}

/* Where the call came back, or fell asleep first. What ends a socket is told
 * late where others wake by it; it meets what it was entered in. */
static size_t left_at(const struct journal *journal, size_t place)
{
	enum { ENDS = SYSCALL_ENDS_FD };
	const struct event_call *call = &journal_at(journal, place)->as.call;
	size_t left = place;
	for (size_t i = place; i-- > 0;) {
		const struct event *event = journal_at(journal, i);
		if (event->kind != EVENT_CALL || event->as.call.id != call->id)
			continue;
		if (event->as.call.phase == CALL_ENTER)
			return left == place && call->call.syscall->flags & ENDS
				       ? i + 1
				       : left;
		left = i;
	}
	return left;
}

static bool is_move(const struct event *event)
{
	return event->kind == EVENT_CALL || event->kind == EVENT_ACTOR;
}

static size_t began_at(const struct journal *journal, size_t place)
{
	size_t begin = left_at(journal, place);
	while (begin > 0 && !is_move(journal_at(journal, begin - 1)))
		begin--;
	return begin;
}

static size_t ended_at(const struct journal *journal, size_t place)
{
	size_t end = place + 1, count = journal_count(journal);
	while (end < count && !is_move(journal_at(journal, end)))
		end++;
	return end;
}

/* Whether the call took bytes, and there was room for more. */
static bool took_some(const struct call *call)
{
	return (call->syscall->flags & SYSCALL_RECEIVES) && call->result.done &&
	       call->result.value > 0;
}

/* --- waits -----------------------------------------------------------------
 */

/* The sentence of what calls wait for; a call without a row has nothing to say.
 */
static const char *wish_of(const struct call *call)
{
	static const struct {
		const char *name, *wish;
	} rows[] = {
		{"accept", SENTENCE_OF("waited-client", seconds)},
		{"accept4", SENTENCE_OF("waited-client", seconds)},
		{"connect", SENTENCE_OF("waited-answer", seconds)},
		{"close", SENTENCE_OF("waited-sent", seconds)},
		{"epoll_wait", SENTENCE_OF("waited-ready", seconds)},
		{"poll", SENTENCE_OF("waited-ready", seconds)},
		{"select", SENTENCE_OF("waited-ready", seconds)},
	};
	if (call->syscall->flags & SYSCALL_RECEIVES)
		return call->result.value || !call_asked_bytes(call)
			       ? SENTENCE_OF("waited-bytes", seconds)
			       : SENTENCE_OF("waited-end", seconds);
	if (call->syscall->flags & SYSCALL_SENDS)
		return SENTENCE_OF("waited-room", seconds);
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (call_is(call, rows[i].name))
			return rows[i].wish;
	}
	return NULL;
}

/* Where the call fell asleep; `place` itself where it did not, or where
 * somebody at the keys let the time pass. */
static size_t slept_at(const struct journal *journal, size_t place)
{
	const struct event_call *call = &journal_at(journal, place)->as.call;
	for (size_t i = place; i-- > 0;) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_MOVE &&
		    event->as.move.phase == MOVE_BEGUN)
			return place;
		if (event->kind == EVENT_CALL && event->as.call.id == call->id)
			return event->as.call.phase == CALL_BLOCKED ? i : place;
	}
	return place;
}

/* How long the call slept, in tenths of a second. */
static uint64_t tenths_slept(const struct journal *journal, size_t place)
{
	enum { TENTH = 100000000 };
	bool slept = slept_at(journal, place) != place;
	return slept ? journal_at(journal, place)->as.call.call.result.elapsed /
			       TENTH
		     : 0;
}

/* Of calls that came back with what they wished for, and late. */
static void say_wait(const struct journal *journal, size_t place,
		     struct buf *text)
{
	enum { SECOND_TENTHS = 10 };
	const struct call *call = &journal_at(journal, place)->as.call.call;
	const char *wish = wish_of(call);
	uint64_t tenths = tenths_slept(journal, place);
	if ((is_of_many(call) && !call->result.value) || !wish || !tenths ||
	    call->result.value < 0 || call->result.signal)
		return;
	char seconds[32];
	snprintf(seconds, sizeof(seconds), "%llu.%llu",
		 (unsigned long long)tenths / SECOND_TENTHS,
		 (unsigned long long)tenths % SECOND_TENTHS);
	const struct slot time = SLOT_TEXT("seconds", seconds);
	buf_puts(text, text->len ? " " : "");
	sentence_add(text, wish, &time, 1);
}

static bool explain(const struct journal *journal, size_t place,
		    struct buf *text)
{
	const struct event_call *event = &journal_at(journal, place)->as.call;
	size_t begin = began_at(journal, place), end = ended_at(journal, place);
	if (is_worth_words(&event->call) ||
	    (is_of_many(&event->call) && tenths_slept(journal, place)))
		return situation_explain(journal, begin, end, event, text);
	return took_some(&event->call) &&
	       situation_explain_stream(journal, begin, end, event, text);
}

void stream_reason_print(const struct journal *journal, size_t place,
			 struct buf *out)
{
	const struct event_call *event = &journal_at(journal, place)->as.call;
	struct buf text = {0};
	(void)explain(journal, place, &text);
	say_wait(journal, place, &text);
	bool said = text.len > 0;
	if (event->call.result.error || event->call.result.signal)
		stream_row_chain(&event->source, out);
	const struct error_help *help =
		said ? NULL : usual_cause(journal, place, event);
	if (said)
		buf_printf(out, "  %s %s\n", sentence_text("plain-here"),
			   buf_text(&text));
	else if (help)
		buf_printf(out, "  %s %s\n", sentence_text("plain-cause"),
			   sentence_of("errors", help->cause));
	buf_done(&text);
}
