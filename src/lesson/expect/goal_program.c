/* goal_program: what a program wrote, how it ended, which calls it made.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     prints = { string [ "*" number ] } | "has" string | "what" actor "sent"
 *     calls  = name [ "returns" range | "fails" errors ]
 *
 * All of it is about the whole run of the program, from its start to now. Calls
 * are meant by what they do: write is send, and accept4 is accept.
 */
#include "call/print.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "lesson/expect/goal.h"

#include <inttypes.h>
#include <string.h>

/* --- the end ---------------------------------------------------------------
 */

static const struct event_actor *end_of(const struct view *view)
{
	for (size_t i = view->place; i-- > 0;) {
		const struct event *event = journal_at(view->journal, i);
		if (event->kind == EVENT_ACTOR &&
		    event->as.actor.phase == ACTOR_ENDED &&
		    !strcmp(event->as.actor.actor, view->actor))
			return &event->as.actor;
	}
	return NULL;
}

static void print_end(const struct event_actor *end, struct buf *out)
{
	const char *name = end ? symbol_name(SYMBOL_SIGNAL, end->signal) : NULL;
	if (!end)
		buf_puts(out, "runs");
	else if (end->signal)
		buf_printf(out, "killed %s", name ? name : "by a signal");
	else
		buf_printf(out, "ends %d", end->status);
}

bool goal_holds_ends(const void *detail, const struct view *view,
		     struct buf *found)
{
	const struct event_actor *end = end_of(view);
	if (end && !end->signal && range_has(detail, end->status))
		return true;
	print_end(end, found);
	return false;
}

bool goal_holds_runs(const void *detail, const struct view *view,
		     struct buf *found)
{
	(void)detail;
	const struct event_actor *end = end_of(view);
	if (!end && goal_is_program(view))
		return true;
	if (end)
		print_end(end, found);
	else
		buf_puts(found, "was not started");
	return false;
}

/* --- what it wrote ---------------------------------------------------------
 */

enum prints_kind { PRINTS_ALL, PRINTS_HAS, PRINTS_SENT };

struct prints {
	enum prints_kind kind;
	struct str text;
	const char *actor;
};

/* Strings, each of them as often as it says, one behind the other. */
static bool scan_strings(struct scan *scan, struct str *text)
{
	struct buf all = {0};
	bool ok = true;
	do {
		struct str one;
		int64_t times = 1;
		ok = scan_string(scan, &one);
		if (ok && scan_is(scan, "*"))
			ok = scan_number(scan, &times);
		for (; ok && times > 0 && all.len < 1 << 20; times--)
			buf_add(&all, one.data, one.len);
	} while (ok && scan_peek(scan).len);
	text->data = arena_strndup(scan->arena, buf_text(&all), all.len);
	text->len = all.len;
	buf_done(&all);
	return ok;
}

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
		       scan_fail(scan, "an actor and sent, as in what server "
				       "sent");
	}
	if (scan_is(scan, "has"))
		prints->kind = PRINTS_HAS;
	return scan_strings(scan, &prints->text);
}

static void collect(const struct view *view, enum outlet stream,
		    struct buf *out)
{
	for (size_t i = 0; i < view->place; i++) {
		const struct event *event = journal_at(view->journal, i);
		const struct event_terminal *said = &event->as.terminal;
		if (event->kind == EVENT_TERMINAL && said->stream == stream &&
		    !strcmp(said->actor, view->actor))
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
		    goal_is_of(call->actor, actor) &&
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
		buf_puts(found, "prints nothing");
		return;
	}
	size_t from = same > BEFORE ? same - BEFORE : 0;
	buf_printf(found, "prints %zu bytes", got.len);
	if (same == got.len)
		buf_printf(found,
			   ", all right as far as they go: %zu are "
			   "missing",
			   wanted.len - same);
	else if (same == wanted.len)
		buf_printf(found, ", %zu too many: ", got.len - same);
	else
		buf_printf(found, ", wrong from byte %zu on: ", same + 1);
	if (same == got.len)
		return;
	if (from)
		buf_puts(found, "...");
	text_quote(found, got.data + from, got.len - from, SHOWN);
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

bool goal_holds_complains(const void *detail, const struct view *view,
			  struct buf *found)
{
	(void)detail;
	struct buf got = {0};
	collect(view, OUTLET_ERRORS, &got);
	bool holds = got.len > 0;
	buf_done(&got);
	if (!holds)
		buf_puts(found, "writes nothing to standard error");
	return holds;
}

/* --- calls by what they do -------------------------------------------------
 */

/* The first of each row is what a line says. */
static const char *const families[][8] = {
	{"send", "sendto", "sendmsg", "sendmmsg", "write", "writev"},
	{"recv", "recvfrom", "recvmsg", "recvmmsg", "read", "readv"},
	{"accept", "accept4"},
	{"select", "pselect6"},
	{"poll", "ppoll"},
	{"epoll_wait", "epoll_pwait", "epoll_pwait2"},
	{"fork", "vfork", "clone", "clone3"},
	{"dup", "dup2", "dup3"},
};

static bool is_in_family(const char *const *family, const char *name)
{
	for (size_t i = 0; i < COUNT(families[0]) && family[i]; i++) {
		if (!strcmp(family[i], name))
			return true;
	}
	return false;
}

/* The name that stands for all that do the same. */
static const char *meaning_of(const char *name)
{
	for (size_t i = 0; i < COUNT(families); i++) {
		if (is_in_family(families[i], name))
			return families[i][0];
	}
	return name;
}

struct calls {
	const char *name; /* of a family, or of the one call */
	bool has_value, has_error;
	struct range range;
};

bool goal_parse_calls(struct scan *scan, const void **detail)
{
	struct calls *calls = arena_alloc(scan->arena, sizeof(*calls));
	*detail = calls;
	struct str word = scan_peek(scan);
	const char *name = arena_strndup(scan->arena, word.data, word.len);
	if (!word.len || !syscall_find(word))
		return scan_fail(scan, "the name of a call, like shutdown");
	scan_word(scan);
	calls->name = meaning_of(name);
	calls->has_value = scan_is(scan, "returns");
	if (calls->has_value)
		return scan_range(scan, &calls->range);
	const void *errors;
	calls->has_error = scan_is(scan, "fails");
	if (!calls->has_error)
		return true;
	if (!goal_parse_errors(scan, &errors))
		return false;
	calls->range = *(const struct range *)errors;
	return true;
}

static bool is_result(const struct calls *calls, const struct result *result)
{
	if (calls->has_error)
		return result->error && range_has(&calls->range, result->error);
	return !result->error &&
	       (!calls->has_value || range_has(&calls->range, result->value));
}

bool goal_holds_calls(const void *detail, const struct view *view,
		      struct buf *found)
{
	const struct calls *calls = detail;
	const struct event_call *last = NULL;
	for (size_t i = 0; i < view->place; i++) {
		const struct event *event = journal_at(view->journal, i);
		const struct event_call *call = &event->as.call;
		if (event->kind != EVENT_CALL || call->phase != CALL_RETURN ||
		    !goal_is_of(call->actor, view->actor) ||
		    strcmp(meaning_of(call->call.syscall->name), calls->name) !=
			    0)
			continue;
		last = call;
		if (is_result(calls, &call->call.result))
			return true;
	}
	if (!last) {
		buf_printf(found, "never calls %s", calls->name);
		return false;
	}
	buf_printf(found, "calls %s, the last time with the result ",
		   calls->name);
	result_print(&last->call.result, found);
	return false;
}

/* --- what it holds ---------------------------------------------------------
 */

bool goal_holds_sockets(const void *detail, const struct view *view,
			struct buf *found)
{
	struct snapshot snapshot = {0};
	int64_t count = 0;
	journal_snapshot(view->journal, view->place, &snapshot);
	for (size_t i = 0; i < snapshot.count; i++)
		count += goal_owns(&snapshot.rows[i], view->actor);
	snapshot_done(&snapshot);
	if (range_has(detail, count))
		return true;
	buf_printf(found, "sockets %" PRId64, count);
	return false;
}
