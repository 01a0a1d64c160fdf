/* save_inspect: all that was read of a socket in a saved journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/save/save_kinds.h"

#include <assert.h>
#include <string.h>

static const char *const answers[] = {
	[INSPECT_NUMBER] = "number",
	[INSPECT_BYTES] = "bytes",
	[INSPECT_FAILED] = "failed",
	[INSPECT_UNREAD] = "unread",
};
static_assert(COUNT(answers) == INSPECT_ANSWER_COUNT, "an answer has no word");

static void save_row(struct store *store, struct inspect_row *row)
{
	unsigned answer = row->answer;
	store_text(store, "group", &row->group);
	store_text(store, "name", &row->name);
	store_word(store, "answer", answers, COUNT(answers), &answer);
	row->answer = answer;
	if (row->answer == INSPECT_NUMBER)
		store_number(store, "number", &row->number, INT64_MIN,
			     INT64_MAX);
	else if (row->answer == INSPECT_BYTES)
		store_hex(store, "bytes", &row->bytes.data, &row->bytes.len);
	else if (row->answer == INSPECT_FAILED)
		store_symbol(store, "error", SYMBOL_ERRNO, &row->error);
	store_bool(store, "differs", &row->differs);
}

void save_inspect(struct store *store, struct event_inspect *inspect)
{
	store_text(store, "actor", &inspect->actor);
	store_int(store, "fd", &inspect->fd);
	store_text_or_null(store, "host", &inspect->host);
	store_u64(store, "cookie", &inspect->cookie);
	size_t count = store_list_begin(store, "rows", inspect->count);
	struct inspect_row *rows = xcalloc(count, sizeof(*rows));
	if (!store_is_loading(store) && count)
		memcpy(rows, inspect->rows, count * sizeof(*rows));
	for (size_t i = 0; i < count; i++) {
		store_item_begin(store, i);
		save_row(store, &rows[i]);
		store_item_end(store);
	}
	store_list_end(store);
	if (store_is_loading(store)) {
		inspect->rows =
			arena_copy(store->arena, rows, count * sizeof(*rows));
		inspect->count = count;
	}
	free(rows);
}
