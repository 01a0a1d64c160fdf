/* goal_fds: the descriptors of an actor that are sockets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "lesson/expect/goal.h"

#include <string.h>

/* The numbers of `ACTOR fds 3, 4` are the values of a `one of`; `fds none` has
 * none. */
bool goal_parse_fds(struct scan *scan, const void **detail)
{
	struct range *range = arena_alloc(scan->arena, sizeof(*range));
	*detail = range;
	if (scan_is(scan, "none"))
		return true;
	int64_t fds[64];
	do {
		if (range->any_count == COUNT(fds))
			return SCAN_FAIL(scan, "goal-descriptors-most");
		if (!scan_number(scan, &fds[range->any_count++]))
			return false;
	} while (scan_comma(scan));
	range->any =
		arena_copy(scan->arena, fds, range->any_count * sizeof(fds[0]));
	return true;
}

static int compare_fds(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	return (x > y) - (x < y);
}

/* The actor's socket descriptors in rising order; the caller frees. */
static int *fds_of(const struct snapshot *snapshot, const char *actor,
		   size_t *count)
{
	int *fds = NULL;
	size_t cap = 0;
	*count = 0;
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct socket_state *socket = &snapshot->rows[i];
		for (size_t n = 0; n < socket->owner_count; n++) {
			if (strcmp(socket->owners[n].actor, actor) != 0)
				continue;
			fds = xgrow(fds, &cap, *count + 1, sizeof(*fds));
			fds[(*count)++] = socket->owners[n].fd;
		}
	}
	if (*count)
		qsort(fds, *count, sizeof(*fds), compare_fds);
	return fds;
}

bool goal_holds_fds(const void *detail, const struct view *view,
		    struct buf *found)
{
	const struct range *wanted = detail;
	struct snapshot snapshot = {0};
	size_t count, met = 0;
	journal_snapshot(view->journal, view->place, &snapshot);
	AUTO_FREE int *fds = fds_of(&snapshot, view->actor, &count);
	snapshot_done(&snapshot);
	buf_puts(found, count ? "fds" : NOTATION("fds none"));
	for (size_t i = 0; i < count; i++) {
		met += wanted->any_count && range_has(wanted, fds[i]);
		buf_printf(found, "%s %d", i ? "," : "", fds[i]);
	}
	return met == count && met == wanted->any_count;
}
