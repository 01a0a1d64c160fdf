/* goal_bytes: what a program wrote, and what a call receives in pieces.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     gets   = strings
 *     prints = strings | "has" strings | "what" actor "sent"
 *
 * What is printed is about the whole run of a program, what is received about
 * one beat, in which the call may have been made more than once.
 */
#include "base/sentence.h"
#include "lesson/expect/goal.h"

#include <string.h>

/* --- what it wrote ---------------------------------------------------------
 */

enum prints_kind { PRINTS_ALL, PRINTS_HAS, PRINTS_SENT };

struct prints {
	enum prints_kind kind;
	struct str text;
	const char *actor;
};

bool goal_parse_prints(struct scan *scan, const void **detail)
{
	struct prints *prints = arena_alloc(scan->arena, sizeof(*prints));
	*detail = prints;
	if (scan_is(scan, "what")) {
		prints->kind = PRINTS_SENT;
		struct str actor = scan_word(scan);
		prints->actor =
			arena_strndup(scan->arena, actor.data, actor.len);
		return (actor.len && scan_is(scan, "sent")) ||
		       SCAN_FAIL(scan, "goal-actor-and-sent");
	}
	if (scan_is(scan, "has"))
		prints->kind = PRINTS_HAS;
	return scan_strings(scan, &prints->text);
}

/* --- what a call receives, in pieces ---------------------------------------
 */

bool goal_parse_gets(struct scan *scan, const void **detail)
{
	struct str *text = arena_alloc(scan->arena, sizeof(*text));
	*detail = text;
	return scan_strings(scan, text);
}

/* All that the view's actor received in it. Returns whether it may go on: its
 * last call brought bytes. */
static bool collect_received(const struct view *view, struct buf *out)
{
	bool goes_on = false;
	for (size_t i = view->begin; view->actor && i < view->place; i++) {
		const struct event *event = journal_at(view->journal, i);
		const struct event_call *call = &event->as.call;
		if (event->kind != EVENT_CALL || call->phase != CALL_RETURN ||
		    strcmp(call->actor, view->actor) != 0)
			continue;
		const struct bytes *data = &call->call.result.data;
		goes_on = !call->call.result.error && data->len;
		if (goes_on)
			buf_add(out, data->data, data->len);
	}
	return goes_on;
}

bool goal_wants_more(const void *detail, const struct view *view)
{
	const struct str *wanted = detail;
	struct buf got = {0};
	bool wants = collect_received(view, &got) && got.len < wanted->len &&
		     !memcmp(got.data, wanted->data, got.len);
	buf_done(&got);
	return wants;
}

bool goal_holds_gets(const void *detail, const struct view *view,
		     struct buf *found)
{
	const struct str *wanted = detail;
	struct buf got = {0};
	bool goes_on = collect_received(view, &got);
	bool holds = got.len == wanted->len &&
		     (!got.len || !memcmp(got.data, wanted->data, got.len));
	if (!holds && !got.len) {
		goal_print_call(view, found);
	} else if (!holds) {
		buf_puts(found, "gets ");
		text_quote(found, got.data, got.len, 200);
		if (!goes_on) {
			buf_puts(found, ", then ");
			goal_print_call(view, found);
		}
	}
	buf_done(&got);
	return holds;
}

static void collect(const struct view *view, enum outlet stream,
		    struct buf *out)
{
	for (size_t i = 0; i < view->place; i++) {
		const struct event *event = journal_at(view->journal, i);
		const struct event_terminal *said = &event->as.terminal;
		if (event->kind == EVENT_TERMINAL && said->stream == stream &&
		    text_is_of(said->actor, view->actor))
			buf_add(out, said->bytes, said->len);
	}
}

static void collect_sent(const struct view *view, const char *actor,
			 struct buf *out)
{
	struct arena arena = {0};
	for (size_t i = 0; i < view->place; i++) {
		const struct event *event = journal_at(view->journal, i);
		const struct event_call *call = &event->as.call;
		struct bytes sent;
		if (event->kind == EVENT_CALL && call->phase == CALL_RETURN &&
		    !call->call.result.error &&
		    text_is_of(call->actor, actor) &&
		    call_sent(&call->call, &arena, &sent))
			buf_add(out, sent.data, sent.len);
	}
	arena_done(&arena);
}

static bool is_within(const struct buf *text, struct str part)
{
	return !part.len || (text->len && memmem(text->data, text->len,
						 part.data, part.len));
}

/* The first byte in which two texts differ. */
static size_t agree(struct str a, struct str b)
{
	size_t same = 0;
	while (same < a.len && same < b.len && a.data[same] == b.data[same])
		same++;
	return same;
}

/* What it wrote, from a little before where it goes wrong. */
static void print_difference(struct str got, struct str wanted,
			     struct buf *found)
{
	enum { BEFORE = 16, SHOWN = 40 };
	size_t same = agree(got, wanted);
	if (!got.len) {
		SENTENCE(found, "found-bytes-none");
		return;
	}
	size_t from = same > BEFORE ? same - BEFORE : 0;
	struct buf shown = {0};
	buf_puts(&shown, from ? "..." : "");
	text_quote(&shown, got.data + from, got.len - from, SHOWN);
	const struct slot bytes = SLOT_NUMBER("bytes", got.len);
	const struct slot text = SLOT_TEXT("text", buf_text(&shown));
	if (same == got.len)
		SENTENCE(found, "found-bytes-missing", bytes,
			 SLOT_NUMBER("missing", wanted.len - same));
	else if (same == wanted.len)
		SENTENCE(found, "found-bytes-more", bytes,
			 SLOT_NUMBER("more", got.len - same), text);
	else
		SENTENCE(found, "found-bytes-wrong", bytes,
			 SLOT_NUMBER("byte", same + 1), text);
	buf_done(&shown);
}

bool goal_holds_prints(const void *detail, const struct view *view,
		       struct buf *found)
{
	const struct prints *prints = detail;
	struct buf got = {0}, sent = {0};
	struct str wanted = prints->text;
	collect(view, OUTLET_OUTPUT, &got);
	if (prints->kind == PRINTS_SENT) {
		collect_sent(view, prints->actor, &sent);
		wanted = (struct str){buf_text(&sent), sent.len};
	}
	bool is_same = got.len == wanted.len &&
		       (!got.len || !memcmp(got.data, wanted.data, got.len));
	bool holds =
		prints->kind == PRINTS_HAS ? is_within(&got, wanted) : is_same;
	if (!holds && prints->kind == PRINTS_HAS) {
		buf_puts(found, "prints ");
		text_quote(found, buf_text(&got), got.len, 200);
	} else if (!holds) {
		print_difference((struct str){buf_text(&got), got.len}, wanted,
				 found);
	}
	buf_done(&got);
	buf_done(&sent);
	return holds;
}

bool goal_holds_silent(const void *detail, const struct view *view,
		       struct buf *found)
{
	(void)detail;
	struct buf got = {0};
	collect(view, OUTLET_ERRORS, &got);
	bool holds = !got.len;
	buf_done(&got);
	if (!holds)
		buf_puts(found, "complains");
	return holds;
}

bool goal_holds_complains(const void *detail, const struct view *view,
			  struct buf *found)
{
	(void)detail;
	struct buf got = {0};
	collect(view, OUTLET_ERRORS, &got);
	bool holds = got.len > 0;
	buf_done(&got);
	if (!holds)
		SENTENCE(found, "found-errors-none");
	return holds;
}
