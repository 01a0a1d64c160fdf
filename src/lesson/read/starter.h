/* starter: what an exercise gives to begin with, files and hints.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/read/reader.h"

/* A file to begin with, whose name is the next word of `rest`. */
void starter_read(struct reader *reader, struct str *rest, struct str text,
		  int line);

/* The hints of a check. */
void hints_read(struct reader *reader, struct str text, int line);
