/* snapshot: every socket of the lab at one instant, and how two differ.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/socket/socket.h"

/* An open file in the list of an epoll instance. It was added as `fd`, which
 * may be closed by now, or name another file; `inode` is that of the file. */
struct watched {
	int fd;
	uint32_t events; /* EPOLL* */
	uint64_t data;
	uint64_t inode;
};

/* The list behind a descriptor of an actor, in the order of fd and inode. */
struct watch_list {
	const char *actor;
	int fd;
	const struct watched *items;
	size_t count;
};

/* Owns its rows, which live in `arena`. Rows are in the order in which their
 * sockets first appeared; a lab's rows keep their place as long as they live.
 * Zero-initialise before use. */
struct snapshot {
	struct arena arena;
	struct socket_state *rows;
	size_t count, cap;
	struct watch_list *lists; /* of epoll instances; not of a journal */
	size_t list_count, list_cap;
};

void snapshot_done(struct snapshot *snapshot);

/* Adds a copy of `socket`. Returns the row. */
struct socket_state *snapshot_add(struct snapshot *snapshot,
				  const struct socket_state *socket);

/* Adds a copy of a list. */
void snapshot_add_list(struct snapshot *snapshot,
		       const struct watch_list *list);

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
