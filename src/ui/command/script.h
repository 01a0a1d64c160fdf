/* script: command lines from a file, in the place of fingers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One command on each line, as command.c has them; `key NAME` presses a key.
 * Empty lines and what follows a # at a line's beginning are left out.
 */
#pragma once
#include "base/text.h"

struct script;

/* Reads a whole script. Fails with "file:line: sentence" for a line that no
 * command could be. */
struct script *script_open(const char *path, struct err *err);
void script_close(struct script *script); /* NULL is fine */

/* Puts the lines of the file at `path` before those that are left of *script,
 * which may be NULL. Fails as script_open() does, and for scripts that go on
 * loading each other. */
bool script_push(struct script **script, const char *path, struct err *err);

/* The next line, or false at the end, where *script is closed and NULL.
 * script_line() is its number in the file script_path(). */
bool script_next(struct script **script, struct str *line);
int script_line(const struct script *script);
const char *script_path(const struct script *script);
bool script_is_over(const struct script *script);
