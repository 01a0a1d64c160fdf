/* export_draft: what the files that write the draft of a lesson share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/export/program.h"

struct draft {
	const struct exported *from;
	struct deeds deeds;
	size_t setups; /* so many deeds are the setup */
	struct buf *out;
};

/* Whether its hosts stand in the front matter: they are not the usual one. */
bool draft_has_hosts(const struct draft *draft);

/* The front matter, with the empty line behind it (export_front.c). */
void draft_print_front(const struct draft *draft);
