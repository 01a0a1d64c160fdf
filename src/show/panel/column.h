/* column: the calls of one actor, as a column of the code panel.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/view/view.h"

enum line_state { LINE_FUTURE, LINE_PAST, LINE_NEXT, LINE_CURRENT };

/* A call of the lesson, made or not, or one that the learner made. */
struct line {
	enum line_state state;
	const struct call *call;      /* NULL: it has to be found */
	const struct made_call *made; /* NULL: not made yet */
	bool own;		      /* the learner's, or theirs to find */
};

/* `focus` is the line that must be seen. */
struct column {
	const struct actor_view *actor;
	struct line *lines;
	size_t count, focus;
};

/* Lives in the view's arena. As text nothing is there yet: a column may be
 * thousands of calls, of which some tens are seen. */
struct column column_make(struct view *view, const struct actor_view *actor);

/* Adds the line's call in the notation of the view. */
void line_print(const struct view *view, const struct line *line,
		struct buf *out);
