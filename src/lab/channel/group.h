/* group: a control group for what runs in a lab, where one may be made.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"
#include "lab/inside/inhabitant.h"

/* The trees in which a group can be: that of version 2, or those of version 1
 * for memory and for processes. */
enum group_tree {
	GROUP_UNIFIED,
	GROUP_MEMORY,
	GROUP_PROCESSES,
	GROUP_TREES,
};

struct group {
	char *folders[GROUP_TREES]; /* NULL: none in that tree */
	int join[GROUP_TREES]; /* "0", written there, moves the writer in; -1 */
	int killed;	       /* counts whom the kernel killed in it; -1 */
};

/* Makes a group with the limits that `who` has. Returns NULL where none may be
 * made that limits memory. */
struct group *group_make(enum inhabitant who);

/* Closes it, and removes it as soon as nobody is in it. NULL is fine. */
void group_drop(struct group *group);

/* Where in a kind of tree a group can be put, best first, one folder a line:
 * told from the texts of /proc/self/mountinfo and /proc/self/cgroup. */
void group_places(enum group_tree which, const char *mounts, const char *groups,
		  struct buf *out);

/* The files with its limits, for a sentence. */
void group_tell(const struct group *group, struct buf *out);
