/* mount_tree: mounts that are copied, moved and made stricter as a whole.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three calls of Linux 5.2 and 5.12 for which not every C library has a
 * function. The kernel's header stands behind the C library's, which has a part
 * of it, too.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
/* clang-format off */
#include <sys/mount.h>
#include <linux/mount.h>
/* clang-format on */

/* A detached copy of the mount at `path` and of all below it, see open_tree(2),
 * which the caller closes; -1 with errno. */
int mount_tree_copy(const char *path);

/* Attaches a detached copy at `where`, see move_mount(2). False with errno. */
bool mount_tree_attach(int tree, const char *where);

/* Sets and clears MOUNT_ATTR_… of the mount at `path`, seen from `folder`;
 * `flags` as of mount_setattr(2): AT_RECURSIVE for all below it, too. False
 * with errno. */
bool mount_tree_set(int folder, const char *path, unsigned flags, uint64_t set,
		    uint64_t clear);
