/* table_fit: which columns of sockets there is room for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/socket/table.h"

enum { ADDRESS_LEAST = 13 }; /* columns by which an address can be told */

const char *table_heading(enum table_column column);

/* Whether two rows with a variable are the same actor's: by a number alone it
 * is hard to say which is which. */
bool table_has_namesakes(const struct table *table);

/* Whether the rows are of more than one Netid. */
bool table_is_mixed(const struct table *table);

bool table_is_right(enum table_column column); /* numbers stand right */

/* The width of a cell with what it was. */
int table_cell_width(const struct table *table, const struct table_cell *cell);

/* The width of a column, with old values or without. */
int table_column_width(const struct table *table, int column, bool old);

/* The width of all columns together, the sign included. */
int table_width(const struct table *table);

/* Takes columns from the two addresses until the table fits or they are as
 * narrow as an address can be told by. */
void table_cut_addresses(struct table *table, int width);

/* Takes from the table what there is no room for in `width`, the least that is
 * missed first. */
void table_fit(const struct view *view, struct table *table, int width);
