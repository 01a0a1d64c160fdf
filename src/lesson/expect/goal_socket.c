/* goal_socket: rows of the kernel's sockets: a variable's, the kernel's own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a row is written says goal_row.c. A variable means the socket that it
 * named when it was assigned, also after close().
 */
#include "base/sentence.h"
#include "call/table/symbol.h"
#include "lesson/expect/goal.h"
#include "lesson/expect/goal_row.h"

#include <string.h>

bool goal_parse_socket(struct scan *scan, const void **detail)
{
	struct goal_row *row = arena_alloc(scan->arena, sizeof(*row));
	*detail = row;
	if (!scan_is(scan, "gone"))
		return goal_row_scan(scan, row);
	row->kind = ROW_GONE;
	return true;
}

bool goal_parse_kernel(struct scan *scan, const void **detail)
{
	struct goal_row *row = arena_alloc(scan->arena, sizeof(*row));
	*detail = row;
	if (!scan_is(scan, "none"))
		return goal_row_scan(scan, row);
	row->kind = ROW_NONE;
	return true;
}

/* The actor that the event gives a variable of that name, or NULL. */
static const char *who_names(const struct event *event, const char *variable)
{
	const struct event_alias *alias = &event->as.alias;
	if (event->kind == EVENT_ALIAS && !strcmp(alias->name, variable))
		return alias->actor;
	int64_t num;
	if (event->kind != EVENT_CALL ||
	    !call_gives(&event->as.call.call, variable, &num))
		return NULL;
	return event->as.call.actor;
}

/* The socket that the variable named, whoever's it is: the beat's actor comes
 * first, then whoever assigned it last. */
static uint64_t find_cookie(const struct view *view, const char **host)
{
	uint64_t cookie = 0;
	if (view->actor)
		cookie = journal_socket_of(view->journal, view->place,
					   view->actor, view->variable, host);
	for (size_t i = view->place; i-- > 0 && !cookie && view->any_actor;) {
		const char *actor =
			who_names(journal_at(view->journal, i), view->variable);
		if (actor)
			cookie = journal_socket_of(view->journal, view->place,
						   actor, view->variable, host);
	}
	return cookie;
}

const struct socket_state *goal_find_socket(const struct view *view,
					    const struct snapshot *snapshot)
{
	const char *host = NULL;
	uint64_t cookie = find_cookie(view, &host);
	return cookie ? snapshot_find(snapshot, host, cookie) : NULL;
}

/* `absent` is what is said where there is no such socket: one that is named by
 * its part may never have been there. */
static bool judge_socket(const struct goal_row *row,
			 const struct socket_state *socket, const char *absent,
			 struct buf *found)
{
	if (row->kind == ROW_GONE ? !socket
				  : socket && goal_row_has(row, socket))
		return true;
	if (socket)
		goal_row_print(row, socket, found);
	else
		buf_puts(found, absent);
	return false;
}

bool goal_holds_socket(const void *detail, const struct view *view,
		       struct buf *found)
{
	const char *host = NULL;
	uint64_t cookie = find_cookie(view, &host);
	bool is_role = !cookie && goal_is_program(view);
	if (!cookie && !is_role) {
		SENTENCE(found, "found-no-socket");
		return false;
	}
	struct snapshot snapshot = {0};
	journal_snapshot(view->journal, view->place, &snapshot);
	bool holds =
		judge_socket(detail,
			     is_role ? goal_find_role(view, &snapshot)
				     : snapshot_find(&snapshot, host, cookie),
			     is_role ? "none" : "gone", found);
	snapshot_done(&snapshot);
	return holds;
}

/* One line with all rows that no process has. */
static void print_kernel(const struct goal_row *row,
			 const struct snapshot *snapshot, struct buf *out)
{
	buf_puts(out, NOTATION("kernel: "));
	size_t count = 0;
	for (size_t i = 0; i < snapshot->count; i++) {
		if (snapshot->rows[i].owner_count)
			continue;
		if (count++)
			buf_puts(out, NOTATION("; kernel: "));
		goal_row_print(row, &snapshot->rows[i], out);
	}
	if (!count)
		buf_puts(out, "none");
}

bool goal_holds_kernel(const void *detail, const struct view *view,
		       struct buf *found)
{
	const struct goal_row *row = detail;
	struct snapshot snapshot = {0};
	journal_snapshot(view->journal, view->place, &snapshot);
	bool holds = row->kind == ROW_NONE;
	for (size_t i = 0; i < snapshot.count; i++) {
		const struct socket_state *socket = &snapshot.rows[i];
		if (socket->owner_count)
			continue;
		if (row->kind == ROW_NONE)
			holds = false;
		else if (goal_row_has(row, socket))
			holds = true;
	}
	if (!holds)
		print_kernel(row, &snapshot, found);
	snapshot_done(&snapshot);
	return holds;
}
