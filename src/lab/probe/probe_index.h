/* probe_index: the rows of a snapshot by inode, and their order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/probe/probe.h"

/* Where the row of each inode stands: a hash table, open addressing, at most
 * half full. Rows without an inode are not in it. */
struct probe_index {
	size_t *places; /* index of the row plus one; 0: free */
	size_t size;	/* a power of two */
	size_t used;
};

void probe_index_build(struct probe_index *index,
		       const struct snapshot *snapshot);
void probe_index_done(struct probe_index *index);

/* Puts row `place` of the snapshot in. */
void probe_index_add(struct probe_index *index, const struct snapshot *snapshot,
		     size_t place);

/* The row of `inode`, or NULL. */
struct socket_state *probe_index_find(const struct probe_index *index,
				      const struct snapshot *snapshot,
				      uint32_t inode);

/* Sorts the rows: those with an owner by actor (in the order of the probe) and
 * descriptor, then the others by host, protocol and addresses. */
void probe_sort(const struct probe *probe, struct snapshot *snapshot);
