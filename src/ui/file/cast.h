/* cast: the screen as a film for asciinema(1), frame by frame.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"
#include "show/canvas/grid.h"

struct cast;

/* Makes or empties the file. */
struct cast *cast_open(const char *path, struct err *err);

/* Adds what differs from the last frame; the first one says the size. */
void cast_frame(struct cast *cast, const struct grid *grid);

/* Adds a marker that a player can stop at, when it is another than the last
 * one. */
void cast_mark(struct cast *cast, const char *label);

/* Fails when not all could be written. NULL is fine. */
bool cast_close(struct cast *cast, struct err *err);
