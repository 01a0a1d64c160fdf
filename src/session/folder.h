/* folder: where what outlives a run is kept.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

/* The path of `file` in the XDG state folder: $XDG_STATE_HOME/sockstep or
 * ~/.local/state/sockstep. The caller frees it. NULL when there is no home, and
 * nothing can be kept. */
char *folder_path(const char *file);

/* Makes every folder on the way to `path`, for this user only. */
bool folder_make(const char *path, struct err *err);
