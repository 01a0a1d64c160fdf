/* inspect: all that can be read of one socket.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/event.h"

/* Reads everything of the socket `fd` of this process and gives the rows,
 * which live in `arena`; their number is in `count`. Rows are in the order of
 * the levels, and then of the kernel's numbers. */
const struct inspect_row *inspect_read(int fd, struct arena *arena,
				       size_t *count);
