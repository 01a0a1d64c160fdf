/* search: what is searched for in what is open, in the menu, or in a whole
 * run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every list is searched in the same way: its rows are drawn where nobody sees
 * them, and the number of the row that has the text is what the list is
 * scrolled by or, where it has a cursor, what is put under that.
 */
#include "ui/prompt/search.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "show/canvas/search.h"

void search_set(struct search *search, struct str text)
{
	free(search->text);
	search->text =
		text.len ? xprintf("%.*s", (int)text.len, text.data) : NULL;
}

void search_forget(struct search *search)
{
	search_set(search, (struct str){0});
	search->is_row = search->opened = false;
}

bool search_find(struct search *search, const struct grid *rows, long from,
		 int step, struct err *told)
{
	struct search_hit hit = search_rows(rows, search->text, from, step);
	search->is_row = hit.row >= 0;
	if (!search->is_row)
		return FAILURE(told, "search-nothing",
			       SLOT_TEXT("text", search->text));
	search->row = hit.row;
	FAILURE(told, "search-place", SLOT_TEXT("text", search->text),
		SLOT_NUMBER("nth", hit.nth), SLOT_NUMBER("count", hit.count));
	return true;
}
