/* view_program: what of a view is about traced programs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The call of a lesson's beat is the one that was entered in it. A program that
 * was let go makes the call that it was stopped at, and is stopped at the next
 * one: what was entered last has not been made.
 */
#include "base/text.h"
#include "show/view/view.h"

#include <string.h>

/* Of programs, the call that came of the move: their next calls are entered,
 * but not made yet. The program that was let go comes first. */
static const struct made_call *latest_of_program(const struct view *view,
						 const char *actor)
{
	for (size_t i = view->call_count; i > 0; i--) {
		const struct made_call *made = &view->calls[i - 1];
		if (made->moved && !made->pending &&
		    (!actor || !strcmp(actor, made->event->actor)))
			return made;
	}
	return NULL;
}

void view_find_program_call(struct view *view)
{
	const char *mover = view->scene->mover;
	if (mover)
		view->call = latest_of_program(view, mover);
	if (!view->call)
		view->call = latest_of_program(view, NULL);
}

void view_find_latest(struct view *view)
{
	for (size_t k = 0; k < view->actor_count; k++) {
		const char *name = view->actors[k].name;
		for (size_t i = view->call_count; i > 0; i--) {
			struct made_call *made = &view->calls[i - 1];
			if (made->pending ||
			    strcmp(made->event->actor, name) != 0)
				continue;
			made->latest = true;
			break;
		}
	}
}

bool view_reads(const struct view *view, const char *actor)
{
	const struct scene_programs *programs = &view->scene->programs;
	for (size_t i = 0; i < programs->reader_count; i++) {
		if (!strcmp(programs->readers[i], actor))
			return true;
	}
	return false;
}

bool view_is_tracing(const struct view *view)
{
	for (size_t i = 0; i < view->actor_count; i++) {
		if (view->actors[i].traced)
			return true;
	}
	return false;
}

struct actor_view *view_actor(const struct view *view, const char *name)
{
	for (size_t i = 0; i < view->actor_count; i++) {
		if (text_is(view->actors[i].name, name))
			return &view->actors[i];
	}
	return NULL;
}

bool view_is_news(const struct view *view, size_t index,
		  const struct event_signal *signal)
{
	const struct actor_view *actor = view_actor(view, signal->actor);
	return !actor || !actor->traced ||
	       (actor->first && index >= actor->first);
}
