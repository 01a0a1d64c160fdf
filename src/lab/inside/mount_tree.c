/* mount_tree: mounts that are copied, moved and made stricter as a whole.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/inside/mount_tree.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

int mount_tree_copy(const char *path)
{
	return (int)syscall(SYS_open_tree, AT_FDCWD, path,
			    OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
}

bool mount_tree_attach(int tree, const char *where)
{
	return syscall(SYS_move_mount, tree, "", AT_FDCWD, where,
		       MOVE_MOUNT_F_EMPTY_PATH) == 0;
}

bool mount_tree_set(int folder, const char *path, unsigned flags, uint64_t set,
		    uint64_t clear)
{
	struct mount_attr attributes = {.attr_set = set, .attr_clr = clear};
	return syscall(SYS_mount_setattr, folder, path, flags, &attributes,
		       sizeof(attributes)) == 0;
}
