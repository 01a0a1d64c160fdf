/* table_fit: which columns of sockets there is room for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When the columns are too wide together, old values are left out first (the
 * sign in front of the row stays), then queues that are empty and of which
 * nobody speaks, then addresses are cut, then whole columns go.
 */
#include "show/socket/table_fit.h"

#include <assert.h>
#include <string.h>

/* Numbers stand at the `right`. `drops` is the order in which old values are
 * left out, `hides` the one in which columns go, `rests` the one in which those
 * go before that have nothing to tell; 0 never. */
static const struct {
	const char *heading;
	bool right;
	int drops, hides, rests;
} columns[] = {
	/* clang-format off */
	[TABLE_WHO]    = {"who",    false, 4, 0, 0},
	[TABLE_NAME]   = {"name",   false, 0, 1, 0},
	[TABLE_FD]     = {"fd",     true,  3, 0, 0},
	[TABLE_NETID]  = {"Netid",  false, 0, 2, 0},
	[TABLE_STATE]  = {"State",  false, 5, 0, 0},
	[TABLE_RECV_Q] = {"Recv-Q", true,  7, 0, 2},
	[TABLE_SEND_Q] = {"Send-Q", true,  6, 5, 1},
	[TABLE_LOCAL]  = {"Local",  false, 2, 4, 0},
	[TABLE_PEER]   = {"Peer",   false, 1, 3, 0},
	/* clang-format on */
};

static_assert(COUNT(columns) == TABLE_COLUMNS, "a column has no row");

enum {
	DROPS = 7,
	HIDES = 5,
	RESTS = 2,
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

int table_cell_width(const struct table *table, const struct table_cell *cell)
{
	int width = text_columns(cell->now);
	if (cell->old && *cell->old)
		width += text_columns(cell->old) + text_columns(table->arrow);
	return width;
}

int table_column_width(const struct table *table, int column, bool old)
{
	int width = text_columns(table_heading((enum table_column)column));
	for (size_t i = 0; i < table->count; i++) {
		const struct table_cell *cell = &table->rows[i].cells[column];
		int need = old ? table_cell_width(table, cell)
			       : text_columns(cell->now);
		width = need > width ? need : width;
	}
	return width;
}

static void drop_old(struct table *table, int column)
{
	int narrow = table_column_width(table, column, false);
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

bool table_is_mixed(const struct table *table)
{
	for (size_t i = 1; i < table->count; i++) {
		if (strcmp(table->rows[i].cells[TABLE_NETID].now,
			   table->rows[0].cells[TABLE_NETID].now) != 0)
			return true;
	}
	return false;
}

bool table_has_namesakes(const struct table *table)
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

int table_width(const struct table *table)
{
	int width = 1;
	for (int i = 0; i < TABLE_COLUMNS; i++)
		width += table->widths[i] ? table->widths[i] + 1 : 0;
	return width - 1;
}

void table_cut_addresses(struct table *table, int width)
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
	return !view_names(view, table_heading((enum table_column)column));
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
	table_cut_addresses(&cut, width);
	if (table_width(&cut) > width)
		memcpy(table->widths, widths, sizeof(widths));
}

void table_fit(const struct view *view, struct table *table, int width)
{
	for (int turn = 1; turn <= DROPS && table_width(table) > width;
	     turn++) {
		// What a state was says more than a name.
		if (turn == columns[TABLE_STATE].drops)
			table->widths[TABLE_NAME] = 0;
		for (int i = 0; i < TABLE_COLUMNS; i++) {
			if (columns[i].drops == turn &&
			    table_width(table) > width)
				drop_old(table, i);
		}
	}
	hide_empty(view, table, width);
	table_cut_addresses(table, width);
	for (int turn = 1; turn <= HIDES && table_width(table) > width;
	     turn++) {
		for (int i = 0; i < TABLE_COLUMNS; i++) {
			if (columns[i].hides == turn)
				table->widths[i] = 0;
		}
		// What was cut for a column that is hidden now grows again.
		if (table->widths[TABLE_LOCAL] && !table->widths[TABLE_PEER])
			table->widths[TABLE_LOCAL] =
				table_column_width(table, TABLE_LOCAL, false);
	}
}
