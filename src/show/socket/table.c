/* table: the sockets of a view as rows and cells, in the columns of ss(8).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each cell knows what it said before. When the columns are too wide together,
 * old values are left out first (the sign in front of the row stays), then
 * queues that are empty and of which nobody speaks, then addresses are cut,
 * then whole columns go.
 */
#include "show/socket/table.h"

#include "base/sentence.h"
#include "show/socket/countdown.h"
#include "show/socket/owners.h"
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

/* `drops` is the order in which old values are left out, `hides` the one in
 * which columns go, `rests` the one in which those go before that have nothing
 * to tell; 0 never. */
static const struct {
	const char *heading;
	bool right;
	void (*print)(const struct view *view, const struct socket_state *row,
		      struct buf *out);
	int drops, hides, rests;
} columns[] = {
	/* clang-format off */
	[TABLE_WHO]    = {"who",    false, owners_who,  4, 0, 0},
	[TABLE_NAME]   = {"name",   false, owners_name, 0, 1, 0},
	[TABLE_FD]     = {"fd",     true,  owners_fd,   3, 0, 0},
	[TABLE_NETID]  = {"Netid",  false, netid_cell,  0, 2, 0},
	[TABLE_STATE]  = {"State",  false, state_cell,  5, 0, 0},
	[TABLE_RECV_Q] = {"Recv-Q", true,  recv_q_cell, 7, 0, 2},
	[TABLE_SEND_Q] = {"Send-Q", true,  send_q_cell, 6, 5, 1},
	[TABLE_LOCAL]  = {"Local",  false, local_cell,  2, 4, 0},
	[TABLE_PEER]   = {"Peer",   false, peer_cell,   1, 3, 0},
	/* clang-format on */
};

static_assert(COUNT(columns) == TABLE_COLUMNS, "a column has no row");

enum {
	DROPS = 7,
	HIDES = 5,
	RESTS = 2,
	ADDRESS_LEAST = 13,
	STEADY_MOST = 400, /* what is wider is no screen */
};

const char *table_heading(enum table_column column)
{
	return columns[column].heading;
}

bool table_is_right(enum table_column column)
{
	return columns[column].right;
}

static int text_columns(const char *text)
{
	return (int)text_width(text, strlen(text));
}

static const char *print_cell(struct view *view, int column,
			      const struct socket_state *row)
{
	struct buf text = {0};
	columns[column].print(view, row, &text);
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

/* The width of a cell with what it was. */
static int cell_width(const struct table *table, const struct table_cell *cell)
{
	int width = text_columns(cell->now);
	if (cell->old && *cell->old)
		width += text_columns(cell->old) + text_columns(table->arrow);
	return width;
}

/* The width of a column, with old values or without. */
static int column_width(const struct table *table, int column, bool old)
{
	int width = text_columns(columns[column].heading);
	for (size_t i = 0; i < table->count; i++) {
		const struct table_cell *cell = &table->rows[i].cells[column];
		int need =
			old ? cell_width(table, cell) : text_columns(cell->now);
		width = need > width ? need : width;
	}
	return width;
}

static int wider(int a, int b)
{
	return a > b ? a : b;
}

static void drop_old(struct table *table, int column)
{
	int narrow = wider(column_width(table, column, false),
			   table->floors[column]);
	if (narrow == table->widths[column])
		return;
	table->widths[column] = narrow;
	for (size_t i = 0; i < table->count; i++) {
		struct table_cell *cell = &table->rows[i].cells[column];
		// An empty old value still says that the cell changed.
		if (cell->old)
			cell->old = "";
	}
}

static int table_width(const struct table *table)
{
	int width = 1;
	for (int i = 0; i < TABLE_COLUMNS; i++)
		width += table->widths[i] ? table->widths[i] + 1 : 0;
	return width - 1;
}

/* Takes columns from the two addresses until the table fits or they are as
 * narrow as an address can be told by. */
static void cut_addresses(struct table *table, int width)
{
	int *local = &table->widths[TABLE_LOCAL];
	int *peer = &table->widths[TABLE_PEER];
	while (table_width(table) > width) {
		int *wider = *peer >= *local ? peer : local;
		if (*wider <= ADDRESS_LEAST)
			return;
		--*wider;
	}
}

/* The queue of a socket that waits for connections is a limit, not bytes. */
static bool is_limit(const struct socket_state *row, int column)
{
	return column == TABLE_SEND_Q && row->state == SOCKET_LISTEN;
}

/* A queue that was and is empty in each row, and that the words do not name. */
static bool is_at_rest(const struct view *view, const struct table *table,
		       int column)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct change *change = table->rows[i].change;
		const struct table_cell *cell = &table->rows[i].cells[column];
		if (cell->old ||
		    (strcmp(cell->now, "0") != 0 &&
		     !(change->after && is_limit(change->after, column))))
			return false;
	}
	return !view_names(view, columns[column].heading);
}

/* What is empty goes, where that leaves room for the addresses. */
static void hide_empty(const struct view *view, struct table *table, int width)
{
	int widths[TABLE_COLUMNS];
	memcpy(widths, table->widths, sizeof(widths));
	for (int turn = 1; turn <= RESTS; turn++) {
		for (int i = 0; i < TABLE_COLUMNS; i++) {
			if (columns[i].rests == turn &&
			    table_width(table) > width &&
			    is_at_rest(view, table, i))
				table->widths[i] = 0;
		}
	}
	struct table cut = *table;
	cut_addresses(&cut, width);
	if (table_width(&cut) > width)
		memcpy(table->widths, widths, sizeof(widths));
}

/* Behind a state that does not fit into its column with what it was, the note
 * says that, so that no column moves or goes for it. */
static void tell_old_states(struct view *view, struct table *table)
{
	int floor = table->floors[TABLE_STATE];
	for (size_t i = 0; floor && i < table->count; i++) {
		struct table_row *row = &table->rows[i];
		struct table_cell *cell = &row->cells[TABLE_STATE];
		if (!cell->old || !*cell->old ||
		    cell_width(table, cell) <= floor)
			continue;
		const char *was = SENTENCE_KEPT(&view->arena, "note-was",
						SLOT_TEXT("state", cell->old));
		row->note = arena_printf(&view->arena, "%s%s%s", was,
					 *row->note ? ", " : "", row->note);
		cell->old = "";
	}
	table->widths[TABLE_STATE] =
		wider(column_width(table, TABLE_STATE, true), floor);
}

/* Takes from the column of states what none of them needs, where that is
 * enough. */
static bool narrow_states(struct table *table, int width)
{
	int before = table->widths[TABLE_STATE];
	table->widths[TABLE_STATE] = column_width(table, TABLE_STATE, true);
	if (table_width(table) <= width)
		return true;
	table->widths[TABLE_STATE] = before;
	return false;
}

static void fit(struct view *view, struct table *table, int width)
{
	for (int turn = 1; turn <= DROPS && table_width(table) > width;
	     turn++) {
		if (turn == columns[TABLE_WHO].drops)
			tell_old_states(view, table);
		// Who had it says more than that states stand still.
		if (turn == columns[TABLE_WHO].drops)
			narrow_states(table, width);
		// What a state was says more than a name.
		if (turn == columns[TABLE_STATE].drops &&
		    !narrow_states(table, width))
			table->widths[TABLE_NAME] = 0;
		for (int i = 0; i < TABLE_COLUMNS; i++) {
			if (columns[i].drops == turn &&
			    table_width(table) > width)
				drop_old(table, i);
		}
	}
	hide_empty(view, table, width);
	cut_addresses(table, width);
	for (int turn = 1; turn <= HIDES && table_width(table) > width;
	     turn++) {
		for (int i = 0; i < TABLE_COLUMNS; i++) {
			if (columns[i].hides == turn)
				table->widths[i] = 0;
		}
		// What was cut for a column that is hidden now grows again.
		if (table->widths[TABLE_LOCAL] && !table->widths[TABLE_PEER])
			table->widths[TABLE_LOCAL] =
				column_width(table, TABLE_LOCAL, false);
	}
}

/* Whether the rows are of more than one Netid. */
static bool is_mixed(const struct table *table)
{
	for (size_t i = 1; i < table->count; i++) {
		if (strcmp(table->rows[i].cells[TABLE_NETID].now,
			   table->rows[0].cells[TABLE_NETID].now) != 0)
			return true;
	}
	return false;
}

/* Whether two rows with a variable are the same actor's: by a number alone it
 * is hard to say which is which. */
static bool has_namesakes(const struct table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct table_row *row = &table->rows[i];
		for (size_t k = 0; k < i && *row->cells[TABLE_NAME].now; k++) {
			const struct table_row *other = &table->rows[k];
			if (*other->cells[TABLE_NAME].now &&
			    !strcmp(other->cells[TABLE_WHO].now,
				    row->cells[TABLE_WHO].now))
				return true;
		}
	}
	return false;
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
		table_steady(view, &table, width);
	for (int i = 0; i < TABLE_COLUMNS; i++)
		table.widths[i] =
			wider(column_width(&table, i, true), table.floors[i]);
	if (!is_mixed(&table) && !table.floors[TABLE_NETID])
		table.widths[TABLE_NETID] = 0;
	if (!has_namesakes(&table) && !table.floors[TABLE_NAME])
		table.widths[TABLE_NAME] = 0;
	fit(view, &table, width);
	table.used = table_width(&table);
	return table;
}
