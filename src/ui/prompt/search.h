/* search: what is searched for in what is open, in the menu, or in a whole
 * run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"
#include "show/canvas/grid.h"

/* Of one list. All zero: nothing. */
struct search {
	char *text;  /* NULL: nothing */
	long origin; /* the row from which it is looked for while it is typed */
	long row;    /* that was found last ... */
	bool is_row; /* ... and none was moved to since */
	bool opened; /* the list was, to be searched */
	char about[96]; /* what keys do while it is typed */
};

/* Searches for that from now on; an empty text is nothing. */
void search_set(struct search *search, struct str text);

/* Something else is listed from now on, or nothing is searched for. */
void search_forget(struct search *search);

/* Finds the first of the list's rows that has the text from row `from` on, in
 * the direction of `step`, and says which it is. Returns false where none
 * has. */
bool search_find(struct search *search, const struct grid *rows, long from,
		 int step, struct err *told);
