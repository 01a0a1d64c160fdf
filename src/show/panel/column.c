/* column: the calls of one actor, as a column of the code panel.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It lists every call the actor makes in the lesson and, in the order of the
 * run, what the learner made it do in between. A call that the learner has to
 * find is not shown before it is made, nor are those to be put in order before
 * the first of them was.
 */
#include "show/panel/column.h"

#include "base/sentence.h"
#include "base/text.h"

#include <string.h>

void line_print(const struct view *view, const struct line *line,
		struct buf *out)
{
	if (line->call)
		call_print_shown(line->call, view->scene->notation, out);
	else
		SENTENCE(out, "panel-a-call-for-you");
}

static void column_add(struct column *column, struct line line)
{
	if (line.state >= LINE_PAST &&
	    line.state >= column->lines[column->focus].state)
		column->focus = column->count;
	column->lines[column->count] = line;
	column->count++;
}

static void add_made(struct view *view, struct column *column,
		     const struct made_call *made)
{
	column_add(column, (struct line){
				   .state = made->pending	 ? LINE_NEXT
					    : made == view->call ? LINE_CURRENT
								 : LINE_PAST,
				   .call = &made->event->call,
				   .made = made,
				   .own = made->own && !column->actor->traced,
			   });
}

/* A call as the lesson has it. */
static void add_call(struct view *view, struct column *column,
		     const struct call *call, long beat,
		     const struct made_call *made)
{
	const struct scene *scene = view->scene;
	bool viewed = !scene->is_free && beat >= 0 &&
		      (size_t)beat + 1 == scene->beats;
	bool next = view->next && beat >= 0 && (size_t)beat == scene->beats;
	column_add(column, (struct line){
				   .state = viewed ? LINE_CURRENT
					    : next ? LINE_NEXT
					    : made ? LINE_PAST
						   : LINE_FUTURE,
				   .call = call,
				   .made = made,
			   });
}

/* Nothing is given away of what the learner has to find. */
static void add_try(struct view *view, struct column *column, long beat)
{
	bool next = view->next && (size_t)beat == view->scene->beats;
	column_add(column, (struct line){
				   .state = next ? LINE_NEXT : LINE_FUTURE,
				   .own = true,
			   });
}

/* Everything that the actor did in a beat and behind it. */
static void add_beat(struct view *view, struct column *column, long index,
		     const struct beat *beat)
{
	const char *actor = column->actor->name;
	bool is_mine = beat && text_is(beat->actor, actor);
	bool is_made = false;
	for (size_t i = 0; i < view->call_count; i++) {
		const struct made_call *made = &view->calls[i];
		if (made->beat != index ||
		    strcmp(made->event->actor, actor) != 0)
			continue;
		if (made->own) {
			add_made(view, column, made);
		} else if (is_mine) {
			add_call(view, column, &beat->call, index, made);
			is_made = true;
		}
	}
	if (!is_mine || is_made)
		return;
	bool is_hidden = beat->puzzled && (size_t)(index - beat->puzzled) + 1 >=
						  view->scene->beats;
	if (beat->kind == BEAT_CALL && !is_hidden)
		add_call(view, column, &beat->call, index, NULL);
	else if ((size_t)index >= view->scene->beats)
		add_try(view, column, index);
}

static size_t most_lines(const struct view *view)
{
	const struct lesson *lesson = view->scene->lesson;
	return lesson->setup_count + lesson_beats(lesson) + view->call_count;
}

/* A program makes more calls than anybody scrolls through: the latest count.
 */
static void add_program(struct view *view, struct column *column)
{
	enum { CALLS_MOST = 200 };
	const char *actor = column->actor->name;
	size_t first = view->call_count, found = 0;
	while (first > 0 && found < CALLS_MOST)
		found += !strcmp(view->calls[--first].event->actor, actor);
	for (size_t i = first; i < view->call_count; i++) {
		if (!strcmp(view->calls[i].event->actor, actor))
			add_made(view, column, &view->calls[i]);
	}
}

struct column column_make(struct view *view, const struct actor_view *actor)
{
	const struct lesson *lesson = view->scene->lesson;
	struct column column = {.actor = actor};
	column.lines = arena_alloc(&view->arena, (most_lines(view) + 1) *
							 sizeof(struct line));
	if (actor->traced) {
		add_program(view, &column);
		return column;
	}
	size_t setups = 0;
	for (size_t i = 0; i < lesson->setup_count; i++) {
		const struct setup *setup = &lesson->setups[i];
		if (!strcmp(setup->actor, actor->name))
			add_call(view, &column, &setup->call, -1,
				 view_call_of(view, -1, actor->name, setups++));
	}
	add_beat(view, &column, -1, NULL);
	size_t beats = lesson_beats(lesson);
	for (size_t i = 0; i < beats; i++) {
		size_t step, beat;
		lesson_beat_at(lesson, i, &step, &beat);
		add_beat(view, &column, (long)i,
			 &lesson->steps[step].beats[beat]);
	}
	return column;
}
