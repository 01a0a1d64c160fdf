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

/* The next line, or false at the end. script_line() is its number. */
bool script_next(struct script *script, struct str *line);
int script_line(const struct script *script);
bool script_is_over(const struct script *script);
