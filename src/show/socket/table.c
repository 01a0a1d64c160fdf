/* table: the sockets of a view as rows and cells, in the columns of ss(8).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each cell knows what it said before. Where the columns are too wide together,
 * table_fit.h says what is left out; in a lesson they stand where
 * table_steady.h puts them.
 */
#include "show/socket/table.h"

#include "base/sentence.h"
#include "show/socket/countdown.h"
#include "show/socket/owners.h"
#include "show/socket/table_fit.h"
#include "show/socket/table_steady.h"

#include <assert.h>
#include <string.h>

static void netid_cell(const struct view *view, const struct socket_state *row,
		       struct buf *out)
{
	(void)view;
	buf_puts(out, socket_netid(row));
}

static void state_cell(const struct view *view, const struct socket_state *row,
		       struct buf *out)
{
	(void)view;
	buf_puts(out, socket_state_word(row));
}

void table_print_queue(uint32_t bytes, bool unknown, struct buf *out)
{
	if (unknown)
		buf_putc(out, '?');
	else
		buf_printf(out, "%u", bytes);
}

static void recv_q_cell(const struct view *view, const struct socket_state *row,
			struct buf *out)
{
	(void)view;
	table_print_queue(row->recv_q, row->no_recv_q, out);
}

static void send_q_cell(const struct view *view, const struct socket_state *row,
			struct buf *out)
{
	(void)view;
	table_print_queue(row->send_q, row->no_send_q, out);
}

static void local_cell(const struct view *view, const struct socket_state *row,
		       struct buf *out)
{
	(void)view;
	socket_print_end(row, &row->local, out);
}

static void peer_cell(const struct view *view, const struct socket_state *row,
		      struct buf *out)
{
	if (row->family == AF_UNIX && !row->peer.len)
		owners_peer(view, row, out);
	else
		socket_print_end(row, &row->peer, out);
}

static void (*const printers[])(const struct view *view,
				const struct socket_state *row,
				struct buf *out) = {
	[TABLE_WHO] = owners_who,     [TABLE_NAME] = owners_name,
	[TABLE_FD] = owners_fd,	      [TABLE_NETID] = netid_cell,
	[TABLE_STATE] = state_cell,   [TABLE_RECV_Q] = recv_q_cell,
	[TABLE_SEND_Q] = send_q_cell, [TABLE_LOCAL] = local_cell,
	[TABLE_PEER] = peer_cell,
};

static_assert(COUNT(printers) == TABLE_COLUMNS, "a column has no cells");

enum { STEADY_MOST = 400 }; /* what is wider is no screen */

static const char *print_cell(struct view *view, int column,
			      const struct socket_state *row)
{
	struct buf text = {0};
	printers[column](view, row, &text);
	return buf_keep(&text, &view->arena);
}

/* A state that is counted down has no process, and the number more to say. */
static const char *told_time(struct view *view, unsigned left, const char *note)
{
	const char *known = sentence_text("note-no-process");
	if (!strncmp(note, known, strlen(known)))
		note += strlen(known);
	note += strspn(note, ",; ");
	const char *time = SENTENCE_KEPT(&view->arena, "note-seconds-left",
					 SLOT_NUMBER("seconds", left));
	return arena_printf(&view->arena, "%s%s%s", time, *note ? ", " : "",
			    note);
}

static void make_row(struct view *view, const struct change *change,
		     struct table_row *row)
{
	static const char *const signs[] = {
		[CHANGE_NEW] = "+",
		[CHANGE_CHANGED] = "*",
		[CHANGE_GONE] = "-",
		[CHANGE_SAME] = " ",
	};
	row->change = change;
	row->changed =
		change->kind == CHANGE_NEW || change->kind == CHANGE_GONE;
	const struct socket_state *now =
		change->after ? change->after : change->before;
	for (int i = 0; i < TABLE_COLUMNS; i++) {
		struct table_cell *cell = &row->cells[i];
		cell->now = print_cell(view, i, now);
		// A variable is the program's, and no state of the socket.
		if (change->kind != CHANGE_CHANGED || i == TABLE_NAME)
			continue;
		const char *old = print_cell(view, i, change->before);
		if (strcmp(old, cell->now) != 0)
			cell->old = old;
		row->changed |= cell->old != NULL;
	}
	struct buf note = {0};
	unsigned left = change->kind != CHANGE_GONE
				? countdown_seconds(view->scene, now)
				: 0;
	row->changed |= table_note(change, &note);
	row->note = left ? told_time(view, left, buf_text(&note))
			 : arena_strdup(&view->arena, buf_text(&note));
	row->sign = row->changed ? signs[change->kind] : " ";
	buf_done(&note);
}

struct table table_make(struct view *view, int width)
{
	struct table table = {
		.rows = arena_alloc(&view->arena, (view->change_count + 1) *
							  sizeof(*table.rows)),
		.count = view->change_count,
		.arrow = view->scene->ascii ? "->" : "→",
	};
	for (size_t i = 0; i < table.count; i++)
		make_row(view, &view->changes[i], &table.rows[i]);
	if (table.count && width <= STEADY_MOST)
		table.steady = table_steady(view, &table, width);
	if (!table.steady) {
		for (int i = 0; i < TABLE_COLUMNS; i++)
			table.widths[i] = table_column_width(&table, i, true);
		if (!table_is_mixed(&table))
			table.widths[TABLE_NETID] = 0;
		if (!table_has_namesakes(&table))
			table.widths[TABLE_NAME] = 0;
		table_fit(view, &table, width);
	}
	table.used = table_width(&table);
	return table;
}
