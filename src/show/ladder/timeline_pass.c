/* timeline_pass: what one pass over the journal knows, and adds to a timeline.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/ladder/timeline_pass.h"

#include "base/text.h"

#include <string.h>

enum { WORD = 64 /* bits */ };

size_t pass_index_of(const struct pass *pass, const char *actor)
{
	const struct view *view = pass->timeline->view;
	size_t i = 0;
	while (i < view->actor_count && !text_is(view->actors[i].name, actor))
		i++;
	return i;
}

bool pass_knows(const struct pass *pass, size_t index)
{
	return index < pass->timeline->view->actor_count;
}

bool pass_is_traced(const struct pass *pass, const char *actor)
{
	size_t index = pass_index_of(pass, actor);
	return pass_knows(pass, index) &&
	       pass->timeline->view->actors[index].traced;
}

size_t actor_set_words(size_t actors)
{
	return actors / WORD + 1;
}

bool actor_set_has(const uint64_t *set, size_t actor)
{
	return set[actor / WORD] >> actor % WORD & 1;
}

void actor_set_put(uint64_t *set, size_t actor, bool is_in)
{
	uint64_t bit = UINT64_C(1) << actor % WORD;
	if (is_in)
		set[actor / WORD] |= bit;
	else
		set[actor / WORD] &= ~bit;
}

void pass_put_inside(struct pass *pass, const char *actor, bool is_in)
{
	size_t index = pass_index_of(pass, actor);
	if (pass_knows(pass, index))
		actor_set_put(pass->inside, index, is_in);
}

void pass_keep_inside(struct pass *pass, size_t instant)
{
	struct timeline *timeline = pass->timeline;
	size_t words = timeline->set_words;
	timeline->inside = xgrow(timeline->inside, &timeline->inside_cap,
				 (instant + 1) * words, sizeof(uint64_t));
	memcpy(timeline->inside + instant * words, pass->inside,
	       words * sizeof(uint64_t));
}

bool timeline_inside(const struct timeline *timeline, size_t index,
		     size_t actor)
{
	return actor < timeline->view->actor_count &&
	       actor_set_has(timeline->inside + index * timeline->set_words,
			     actor);
}

struct instant *pass_add(struct pass *pass, enum instant_kind kind,
			 const struct event *event)
{
	struct timeline *timeline = pass->timeline;
	timeline->items = xgrow(timeline->items, &timeline->cap,
				timeline->count + 1, sizeof(*timeline->items));
	struct instant *instant = &timeline->items[timeline->count++];
	*instant = (struct instant){
		.kind = kind,
		.event = event,
		.time = event->time,
		.now = pass->index >= timeline->view->scene->begin,
		.cause = INSTANT_ALONE,
		.last = INSTANT_ALONE,
	};
	pass_keep_inside(pass, timeline->count - 1);
	return instant;
}

void pass_join(struct pass *pass, struct instant *instant, long cause)
{
	struct timeline *timeline = pass->timeline;
	instant->cause = cause;
	if (cause != INSTANT_ALONE && cause == pass->head)
		timeline->items[cause].last = instant - timeline->items;
}
