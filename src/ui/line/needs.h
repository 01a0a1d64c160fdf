/* needs: whether this machine has the programs that a lesson runs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/lesson.h"

/* The first program that the lesson runs and that is not installed, or
 * NULL. */
const char *needs_tool(const struct lesson *lesson);

/* Whether a program is there and can be executed: a path, or a name that is
 * looked for in PATH and where administrators have theirs. */
bool needs_finds(const char *program);
