/* listing: the source of a traced program, around the line that it is at.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/view/view.h"

/* The file of one actor. `line` is where it makes its next call, or is inside
 * one, or else made the last one that is known; `made` is the line of that last
 * one in the same file, 0 when it is not known. Lines count from 1. */
struct listing {
	const struct view *view;
	const struct actor_view *actor;
	const struct scene_source *source;
	int line, made;
};

/* Returns false when the actor is no traced program, or nobody knows the source
 * of its calls. */
bool listing_make(struct listing *listing, const struct view *view,
		  const struct actor_view *actor);

/* What it could fill. */
int listing_rows(const struct listing *listing);

/* At least two rows are needed to see the line and its call. */
void listing_draw(const struct listing *listing, struct area area);

/* What an actor's column has for a title beside its name: "server.py line 5",
 * or "in main" where only the function is known. Adds nothing when nothing is
 * known. */
void listing_title(const struct actor_view *actor, struct buf *out);

/* How a traced program is, below the line it is at: "listen(3, 5)" and, in
 * `state`, "next", "stopped", "blocked zZ", "at work" or how it ended. */
enum style listing_state(const struct view *view,
			 const struct actor_view *actor, struct buf *call,
			 struct buf *state);
