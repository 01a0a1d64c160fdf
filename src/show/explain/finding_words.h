/* finding_words: the mistakes that programs made, on the screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/block.h"
#include "show/view/view.h"

/* Adds one finding: what happened and where, and what teaches it. Texts
 * live in the view's arena. */
void finding_add(struct view *view, const struct event_finding *finding,
		 enum block_rank rank, struct blocks *blocks);

/* Adds all findings of the run up to the place looked at, or that there was
 * none. */
void finding_fill(struct view *view, struct blocks *blocks);
