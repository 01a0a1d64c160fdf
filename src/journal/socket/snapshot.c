/* snapshot: every socket of the lab at one instant, and how two differ.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/socket/snapshot.h"

#include <assert.h>
#include <string.h>

void snapshot_done(struct snapshot *snapshot)
{
	free(snapshot->rows);
	free(snapshot->lists);
	arena_done(&snapshot->arena);
	*snapshot = (struct snapshot){0};
}

struct socket_state *snapshot_add(struct snapshot *snapshot,
				  const struct socket_state *socket)
{
	snapshot->rows = xgrow(snapshot->rows, &snapshot->cap,
			       snapshot->count + 1, sizeof(*snapshot->rows));
	struct socket_state *row = &snapshot->rows[snapshot->count++];
	*row = socket_copy(socket, &snapshot->arena);
	return row;
}

void snapshot_add_list(struct snapshot *snapshot, const struct watch_list *list)
{
	snapshot->lists =
		xgrow(snapshot->lists, &snapshot->list_cap,
		      snapshot->list_count + 1, sizeof(*snapshot->lists));
	snapshot->lists[snapshot->list_count++] = (struct watch_list){
		.actor = arena_strdup(&snapshot->arena, list->actor),
		.fd = list->fd,
		.items = arena_copy(&snapshot->arena, list->items,
				    list->count * sizeof(*list->items)),
		.count = list->count,
	};
}

static const char *host_of(const struct socket_state *socket)
{
	return socket->host ? socket->host : "";
}

struct socket_state *snapshot_find(const struct snapshot *snapshot,
				   const char *host, uint64_t cookie)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		struct socket_state *row = &snapshot->rows[i];
		if (row->cookie == cookie &&
		    !strcmp(host_of(row), host ? host : ""))
			return row;
	}
	return NULL;
}

struct socket_state *snapshot_find_fd(const struct snapshot *snapshot,
				      const char *actor, int fd)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		struct socket_state *row = &snapshot->rows[i];
		if (socket_has_owner(row, actor, fd))
			return row;
	}
	return NULL;
}

static int compare_keys(const void *a, const void *b)
{
	const struct socket_state *x = *(const struct socket_state *const *)a;
	const struct socket_state *y = *(const struct socket_state *const *)b;
	if (x->cookie != y->cookie)
		return x->cookie < y->cookie ? -1 : 1;
	return strcmp(host_of(x), host_of(y));
}

/* Pointers to the rows, sorted by key. The caller frees the array. */
static const struct socket_state **sorted_rows(const struct snapshot *snapshot)
{
	const struct socket_state **sorted =
		xcalloc(snapshot->count, sizeof(void *));
	for (size_t i = 0; i < snapshot->count; i++)
		sorted[i] = &snapshot->rows[i];
	qsort(sorted, snapshot->count, sizeof(void *), compare_keys);
	return sorted;
}

/* The changes to be listed, and how far the rows of `after` are listed. */
struct comparison {
	const struct snapshot *after;
	const struct socket_state *
		*partners; /* of each row of after, or NULL */
	size_t next;	   /* first row of after that is not listed */
	struct change *changes;
	size_t count;
};

/* Lists the rows of after up to and including row `last`. */
static void list_until(struct comparison *comparison, size_t last)
{
	for (; comparison->next <= last; comparison->next++) {
		const struct socket_state *after =
			&comparison->after->rows[comparison->next];
		const struct socket_state *before =
			comparison->partners[comparison->next];
		enum change_kind kind = !before ? CHANGE_NEW
					: socket_same(before, after)
						? CHANGE_SAME
						: CHANGE_CHANGED;
		comparison->changes[comparison->count++] =
			(struct change){kind, before, after};
	}
}

/* Finds, for each row of before, its row of after: `found` gets its index or
 * -1, and the row of after its partner. */
static void match_rows(const struct snapshot *before,
		       struct comparison *comparison, ptrdiff_t *found)
{
	const struct snapshot *after = comparison->after;
	AUTO_FREE const struct socket_state **sorted = sorted_rows(after);
	for (size_t i = 0; i < before->count; i++) {
		const struct socket_state *row = &before->rows[i];
		const struct socket_state **match =
			bsearch(&row, sorted, after->count, sizeof(void *),
				compare_keys);
		found[i] = match ? *match - after->rows : -1;
		if (match)
			comparison->partners[found[i]] = row;
	}
}

struct change *snapshot_compare(const struct snapshot *before,
				const struct snapshot *after, size_t *count)
{
	struct comparison comparison = {.after = after};
	comparison.partners = xcalloc(after->count, sizeof(void *));
	comparison.changes = xcalloc(before->count + after->count,
				     sizeof(*comparison.changes));
	AUTO_FREE ptrdiff_t *found = xcalloc(before->count, sizeof(*found));
	match_rows(before, &comparison, found);
	for (size_t i = 0; i < before->count; i++) {
		if (found[i] >= 0) {
			if ((size_t)found[i] >= comparison.next)
				list_until(&comparison, (size_t)found[i]);
			continue;
		}
		comparison.changes[comparison.count++] =
			(struct change){CHANGE_GONE, &before->rows[i], NULL};
	}
	if (after->count)
		list_until(&comparison, after->count - 1);
	free(comparison.partners);
	*count = comparison.count;
	return comparison.changes;
}
