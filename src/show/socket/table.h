/* table: the sockets of a view as rows and cells, in the columns of ss(8).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/view/view.h"

enum table_column {
	TABLE_WHO,
	TABLE_NAME,
	TABLE_FD,
	TABLE_NETID,
	TABLE_STATE,
	TABLE_RECV_Q,
	TABLE_SEND_Q,
	TABLE_LOCAL,
	TABLE_PEER,
	TABLE_COLUMNS
};

/* `old` is NULL where nothing changed. */
struct table_cell {
	const char *old, *now;
};

/* `sign` says what became of the row: "*" changed, "+" new, "-" gone, " ". A
 * row has changed when something that is shown of it has: counters deep inside
 * tcp_info move with every packet and would mark every row. */
struct table_row {
	const struct change *change;
	bool changed;
	const char *sign;
	struct table_cell cells[TABLE_COLUMNS];
	const char *note; /* "" for none */
};

/* Columns as wide as they get in `width`; 0 hides one. Strings live in the
 * view's arena. `arrow` stands between old and new. `steady`: they stand where
 * they stand through the whole lesson. */
struct table {
	struct table_row *rows;
	size_t count;
	int widths[TABLE_COLUMNS];
	bool steady;
	int used; /* columns taken, sign included, note not */
	const char *arrow;
};

struct table table_make(struct view *view, int width);

/* Adds what else is to be said of a row: what its numbers mean, and what
 * changed that has no column. Returns whether that is news. */
bool table_note(const struct change *change, struct buf *out);

/* Adds a number of bytes, or "?" where nothing says it. */
void table_print_queue(uint32_t bytes, bool unknown, struct buf *out);

/* Adds who has the socket besides the first, where the columns have no room
 * for all: "also child fd 5, child2 fd 5". */
void table_note_owners(const struct socket_state *row, struct buf *out);

/* Adds the ss(8) command line that lists the same kinds of sockets. */
void table_command(const struct view *view, struct buf *out);

/* Adds what goes on behind it where it leaves some of the rows out: how many
 * it lists. */
void table_listed(const struct view *view, struct buf *out);
