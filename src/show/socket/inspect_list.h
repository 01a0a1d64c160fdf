/* inspect_list: what an epoll instance watches, entry by entry.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/block.h"
#include "show/view/view.h"

/* Adds the list of the epoll instance that was looked at, at the place of the
 * view, with the socket that each entry is of. */
void inspect_list_fill(struct view *view, const struct event_inspect *inspect,
		       struct blocks *blocks);
