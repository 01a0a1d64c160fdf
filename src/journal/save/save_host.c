/* save_host: the addresses and names of a host in a saved journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/save/save_kinds.h"

#include <string.h>

static void save_texts(struct store *store, const char *key,
		       const char *const **texts, size_t *count)
{
	bool loading = store_is_loading(store);
	size_t most = store_list_begin(store, key, *count);
	const char **read = xcalloc(most, sizeof(*read));
	for (size_t i = 0; i < most; i++) {
		read[i] = loading ? NULL : (*texts)[i];
		store_item_text(store, i, &read[i]);
	}
	store_list_end(store);
	if (loading) {
		*texts = arena_copy(store->arena, read, most * sizeof(*read));
		*count = most;
	}
	free(read);
}

static void save_names(struct store *store, struct event_host *host)
{
	bool loading = store_is_loading(store);
	size_t most = store_list_begin(store, "names", host->name_count);
	struct host_name *names = xcalloc(most, sizeof(*names));
	if (!loading && most)
		memcpy(names, host->names, most * sizeof(*names));
	for (size_t i = 0; i < most; i++) {
		store_item_begin(store, i);
		store_text(store, "name", &names[i].name);
		store_text(store, "address", &names[i].address);
		store_item_end(store);
	}
	store_list_end(store);
	if (loading) {
		host->names =
			arena_copy(store->arena, names, most * sizeof(*names));
		host->name_count = most;
	}
	free(names);
}

void save_host(struct store *store, struct event_host *host)
{
	store_text(store, "host", &host->host);
	save_texts(store, "addresses", &host->addresses, &host->address_count);
	save_names(store, host);
	save_texts(store, "servers", &host->servers, &host->server_count);
}
