/* system: the files of the machine that no lab can do without.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * They are looked for first: without them something else would fail, and its
 * reason would name something else.
 */
#include "lab/kernel/system.h"

#include "base/mem.h"

#include <stdio.h>
#include <unistd.h>

static const struct system_lack lacks[] = {
	{"/proc/self/fd", "/proc is not mounted here",
	 "as root, mount -t proc proc /proc"},
	{"/dev/null", "there is no /dev/null here",
	 "as root, mknod -m 666 /dev/null c 1 3"},
};

const struct system_lack *system_find_lack(const char *root)
{
	char path[512];
	for (size_t i = 0; i < COUNT(lacks); i++) {
		snprintf(path, sizeof(path), "%s%s", root, lacks[i].path);
		if (access(path, R_OK) < 0)
			return &lacks[i];
	}
	return NULL;
}
