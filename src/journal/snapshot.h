/* snapshot: every socket of the lab at one instant, and how two differ.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/socket.h"

/* Owns its rows, which live in `arena`. Rows are in the order in which their
 * sockets first appeared; a lab's rows keep their place as long as they live.
 * Zero-initialise before use. */
struct snapshot {
	struct arena arena;
	struct socket_state *rows;
	size_t count, cap;
};

void snapshot_done(struct snapshot *snapshot);

/* Adds a copy of `socket`. Returns the row. */
struct socket_state *snapshot_add(struct snapshot *snapshot,
				  const struct socket_state *socket);

/* The row of a socket, of an actor's descriptor, or NULL. */
struct socket_state *snapshot_find(const struct snapshot *snapshot,
				   const char *host, uint64_t cookie);
struct socket_state *snapshot_find_fd(const struct snapshot *snapshot,
				      const char *actor, int fd);

enum change_kind { CHANGE_NEW, CHANGE_CHANGED, CHANGE_GONE, CHANGE_SAME };

/* One row of a comparison: `before` is NULL when new, `after` when gone. The
 * rows are borrowed from the two snapshots. */
struct change {
	enum change_kind kind;
	const struct socket_state *before, *after;
};

/* Compares two snapshots of the same lab: the rows of `after` in their order,
 * those that are gone where they stood. Unchanged rows are listed too. The
 * caller frees the array. */
struct change *snapshot_compare(const struct snapshot *before,
				const struct snapshot *after, size_t *count);
