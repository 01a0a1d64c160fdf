/* goal_program: how a program ended, which calls it made, what it holds.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     calls  = name [ "returns" range | "fails" errors ]
 *     begins = name
 *
 * All of it is about the whole run of the program, from its start to now. Calls
 * are meant by what they do: write is send, and accept4 is accept; and what
 * came of a connect() that did not wait is what SO_ERROR says of it.
 */
#include "base/sentence.h"
#include "call/print.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "lesson/expect/goal.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

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
		buf_printf(out, "%s%s", name ? NOTATION("killed ") : "",
			   name ? name : sentence_text("found-killed"));
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
		SENTENCE(found, "found-not-started");
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

/* The call that returned at that place, if the actor made it; or NULL. */
static const struct call *returned_at(const struct view *view, size_t place)
{
	const struct event_call *call =
		&journal_at(view->journal, place)->as.call;
	return call->phase == CALL_RETURN &&
			       text_is_of(call->actor, view->actor)
		       ? &call->call
		       : NULL;
}

static bool asks_for_error(const struct call *call)
{
	return call_is(call, "getsockopt") && !call->result.error &&
	       call->args[1].num == SOL_SOCKET && call->args[2].num == SO_ERROR;
}

/* Whether the last of `count` calls that is about the descriptor is a connect()
 * that went on by itself. */
static bool is_connecting(const struct view *view, const size_t *places,
			  size_t count, int64_t fd)
{
	while (count--) {
		const struct call *call = returned_at(view, places[count]);
		if (call && call_is(call, "connect") && call->args[0].num == fd)
			return call->result.error == EINPROGRESS;
		if (call && asks_for_error(call) && call->args[0].num == fd)
			return false;
	}
	return false;
}

/* Whether what was called comes to its result by the call at the last of the
 * places, which then is in `result`: a connect() that did not wait has it from
 * SO_ERROR. */
static bool has_result(const struct calls *calls, const struct view *view,
		       const size_t *places, size_t last, struct result *result)
{
	const struct call *call = returned_at(view, places[last]);
	if (!call)
		return false;
	*result = call->result;
	if (!strcmp(meaning_of(call->syscall->name), calls->name))
		return true;
	bool is_told = !strcmp(calls->name, "connect") &&
		       asks_for_error(call) &&
		       is_connecting(view, places, last, call->args[0].num);
	if (is_told)
		*result = (struct result){
			.done = true,
			.value = call->result.option ? -1 : 0,
			.error = (int)call->result.option,
		};
	return is_told;
}

bool goal_holds_calls(const void *detail, const struct view *view,
		      struct buf *found)
{
	const struct calls *calls = detail;
	struct result last = {0};
	bool is_called = false;
	size_t count;
	const size_t *places = journal_places(view->journal, EVENT_CALL, 0,
					      view->place, &count);
	for (size_t i = 0; i < count; i++) {
		struct result result;
		if (!has_result(calls, view, places, i, &result))
			continue;
		if (is_result(calls, &result))
			return true;
		last = result;
		is_called = true;
	}
	if (!is_called) {
		SENTENCE(found, "found-call-never",
			 SLOT_TEXT("call", calls->name));
		return false;
	}
	struct buf result = {0};
	result_print(&last, &result);
	SENTENCE(found, "found-call-last", SLOT_TEXT("call", calls->name),
		 SLOT_TEXT("result", buf_text(&result)));
	buf_done(&result);
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
	SENTENCE(found, "found-call-not-at", SLOT_TEXT("call", detail));
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
