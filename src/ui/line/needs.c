/* needs: whether this machine has the programs that a lesson runs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/line/needs.h"

#include "base/mem.h"
#include "base/text.h"

#include <string.h>

static bool is_in(const char *folder, size_t len, const char *program)
{
	AUTO_FREE char *path = xprintf("%.*s/%s", (int)len, folder, program);
	return access(path, X_OK) == 0;
}

/* Programs of administrators are found by their users, too. */
bool needs_finds(const char *program)
{
	if (strchr(program, '/'))
		return access(program, X_OK) == 0;
	const char *path = getenv("PATH");
	AUTO_FREE char *all =
		xprintf("%s:/usr/sbin:/sbin:/usr/bin:/bin", path ? path : "");
	for (const char *at = all;; at++) {
		size_t len = strcspn(at, ":");
		if (len && is_in(at, len, program))
			return true;
		at += len;
		if (!*at)
			return false;
	}
}

const char *needs_tool(const struct lesson *lesson)
{
	for (size_t i = 0; i < lesson->needs_tools_count; i++) {
		if (!needs_finds(lesson->needs_tools[i]))
			return lesson->needs_tools[i];
	}
	return NULL;
}
