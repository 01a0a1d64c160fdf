/* inspect_info: what is read of a socket besides its options.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For lab/probe/inspect.c alone.
 */
#pragma once
#include "journal/event.h"

/* Rows while they are gathered. */
struct inspection {
	int fd;
	struct arena *arena;
	struct inspect_row *rows;
	size_t count, cap;
};

void inspect_add(struct inspection *inspection, struct inspect_row row);
void inspect_add_number(struct inspection *inspection, const char *group,
			const char *name, int64_t number);

/* Adds what errno says, unless that is that there is no such thing. */
void inspect_add_failed(struct inspection *inspection, const char *group,
			const char *name);

/* Flags of the open file, queues, memory, what poll(2) says. */
void inspect_read_queues(struct inspection *inspection);

/* Every field of TCP_INFO that this kernel has. */
void inspect_read_tcp(struct inspection *inspection);
