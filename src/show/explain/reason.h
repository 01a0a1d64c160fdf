/* reason: why a call failed, sleeps or gave less, on the screen and as lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/block.h"
#include "show/view/view.h"

/* Adds, of each call that did something in the viewed move: what the state
 * shows (show/reason/situation.h), and of the viewed one's errno the usual
 * cause and what to do (call/table/errors.h). A lesson's own words come first:
 * where it has some that hold, only the overlay has the state's. There, too, is
 * which lesson teaches the errno, and the source. */
void reason_add(struct view *view, struct blocks *blocks);

/* The same of one call as indented lines, without those that stand in `told`
 * already, each in one line. */
void reason_print(const struct view *view, const struct made_call *made,
		  const char *told, struct buf *out);

/* In a free lab, where the viewed call came back well: what it changed in the
 * kernel, and which calls could follow it. The second returns false where it
 * has nothing to say. */
void reason_add_change(struct view *view, struct blocks *blocks);
bool reason_add_follow(struct view *view, struct blocks *blocks);
void reason_print_follow(const struct view *view, const struct made_call *made,
			 struct buf *out);

/* Where the journal was when a call was made: a program is stopped at its call,
 * and much can happen before it is let go. */
size_t reason_made_at(const struct view *view, const struct made_call *made);
