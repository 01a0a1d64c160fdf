/* goal_program: how a program ended, which calls it made, what it holds.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     calls  = name [ "returns" range | "fails" errors ]
 *     begins = name
 *
 * All of it is about the whole run of the program, from its start to now. Calls
 * are meant by what they do: write is send, and accept4 is accept.
 */
#include "base/sentence.h"
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
	struct journal_walk walk =
		journal_back(view->journal, EVENT_ACTOR, 0, view->place);
	const struct event *event;
	while ((event = journal_step(&walk, NULL))) {
		if (event->as.actor.phase == ACTOR_ENDED &&
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

static bool parse_name(struct scan *scan, const char **meaning)
{
	struct str word = scan_peek(scan);
	const char *name = arena_strndup(scan->arena, word.data, word.len);
	if (!word.len || !syscall_find(word))
		return SCAN_FAIL(scan, "goal-call-name");
	scan_word(scan);
	*meaning = meaning_of(name);
	return true;
}

bool goal_parse_calls(struct scan *scan, const void **detail)
{
	struct calls *calls = arena_alloc(scan->arena, sizeof(*calls));
	*detail = calls;
	if (!parse_name(scan, &calls->name))
		return false;
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
	size_t count;
	const size_t *places = journal_places(view->journal, EVENT_CALL, 0,
					      view->place, &count);
	for (size_t i = 0; i < count; i++) {
		const struct event_call *call =
			&journal_at(view->journal, places[i])->as.call;
		if (call->phase != CALL_RETURN ||
		    !text_is_of(call->actor, view->actor) ||
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

bool goal_parse_begins(struct scan *scan, const void **detail)
{
	const char *name = NULL;
	bool done = parse_name(scan, &name);
	*detail = name;
	return done;
}

bool goal_holds_begins(const void *detail, const struct view *view,
		       struct buf *found)
{
	const struct event_call *last = NULL;
	struct journal_walk walk =
		journal_back(view->journal, EVENT_CALL, 0, view->place);
	const struct event *event;
	while (!last && (event = journal_step(&walk, NULL))) {
		if (text_is_of(event->as.call.actor, view->actor))
			last = &event->as.call;
	}
	if (last && last->phase == CALL_ENTER &&
	    !strcmp(meaning_of(last->call.syscall->name), detail))
		return true;
	buf_printf(found, "is not at the beginning of %s",
		   (const char *)detail);
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

/* Its first thread counts, and so do those of its children. */
static int64_t most_threads(const struct view *view)
{
	int64_t now = 0, most = 0;
	size_t count;
	const size_t *places = journal_places(view->journal, EVENT_ACTOR, 0,
					      view->place, &count);
	for (size_t i = 0; i < count; i++) {
		const struct event *event =
			journal_at(view->journal, places[i]);
		if (!text_is_of(event->as.actor.actor, view->actor))
			continue;
		now += event->as.actor.phase == ACTOR_BORN ? 1 : -1;
		most = now > most ? now : most;
	}
	return most;
}

bool goal_holds_threads(const void *detail, const struct view *view,
			struct buf *found)
{
	int64_t most = most_threads(view);
	if (range_has(detail, most))
		return true;
	buf_printf(found, "threads %" PRId64, most);
	return false;
}
