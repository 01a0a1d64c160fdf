/* journal: any text as a saved journal; what loads must save and load again.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/save/save.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A journal of what can be loaded; the text of what it saves in `out`. */
static bool load(const void *data, size_t size, struct buf *out)
{
	struct err err = {0};
	struct journal *journal = journal_new();
	FILE *file = fmemopen((void *)(uintptr_t)data, size, "r");
	bool good = journal_load(journal, file, "fuzz", &err);
	fclose(file);
	assert(good || !strncmp(err.text, "fuzz:", 5));
	size_t count = journal_count(journal);
	for (size_t i = 0; i < count; i++)
		event_save(journal_at(journal, i), out);
	struct snapshot snapshot = {0};
	journal_snapshot(journal, count, &snapshot);
	snapshot_done(&snapshot);
	const char *host;
	journal_socket_of(journal, count, "server", "srv", &host);
	journal_last_call(journal, 0, count, NULL);
	journal_free(journal);
	return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	struct buf first = {0}, second = {0};
	load(data, size, &first);
	if (first.len) {
		bool good = load(first.data, first.len, &second);
		assert(good && second.len == first.len &&
		       !memcmp(first.data, second.data, first.len));
	}
	buf_done(&first);
	buf_done(&second);
	return 0;
}
