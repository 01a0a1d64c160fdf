/* save_watch: what an epoll instance watches in a saved journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/save/save_kinds.h"

#include <string.h>

/* EPOLLIN and its family by their names, for readers of the file. */
static void put_names(struct store *store, const struct watched *item)
{
	struct buf text = {0};
	symbol_print_flags(SYMBOL_EPOLL, item->events, &text);
	store_derived_text(store, "names", buf_text(&text));
	buf_done(&text);
}

static void save_item(struct store *store, struct watched *item)
{
	store_int(store, "fd", &item->fd);
	store_uint(store, "events", &item->events);
	put_names(store, item);
	store_u64(store, "data", &item->data);
	store_u64(store, "inode", &item->inode);
}

void save_watch(struct store *store, struct event_watch *watch)
{
	struct watch_list *list = &watch->list;
	store_text(store, "actor", &list->actor);
	store_int(store, "fd", &list->fd);
	store_bool(store, "gone", &watch->gone);
	size_t count = store_list_begin(store, "list", list->count);
	struct watched *items = xcalloc(count, sizeof(*items));
	if (!store_is_loading(store) && count)
		memcpy(items, list->items, count * sizeof(*items));
	for (size_t i = 0; i < count; i++) {
		store_item_begin(store, i);
		save_item(store, &items[i]);
		store_item_end(store);
	}
	store_list_end(store);
	if (store_is_loading(store)) {
		list->items =
			arena_copy(store->arena, items, count * sizeof(*items));
		list->count = count;
	}
	free(items);
}
