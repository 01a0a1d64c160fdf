/* table: the sub-commands, and the help on them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "ui/line/arguments.h"

/* The command of that name; without one, "menu" is meant. Returns NULL with
 * `err` naming what is near. The row is static. */
const struct command_row *table_find(const char *name, struct err *err);
