/* view_words: what the lesson says at the viewed place.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/view/view.h"

#include <string.h>

static bool has(const char *text, const char *word)
{
	return text && strstr(text, word);
}

/* `told`: its answer is told as well. */
static bool question_has(const struct prediction *asked, bool told,
			 const char *word)
{
	bool found =
		has(asked->question, word) || (told && has(asked->why, word));
	for (size_t i = 0; i < asked->option_count && !found; i++)
		found = has(asked->options[i].text, word) ||
			(told && has(asked->options[i].reply, word));
	return found;
}

static bool told_has(const struct beat *beat, const char *word)
{
	return has(beat->kind == BEAT_READ ? beat->before : NULL, word) ||
	       has(beat->after, word) || has(beat->question, word) ||
	       has(beat->answer, word) ||
	       (beat->prediction && question_has(beat->prediction, true, word));
}

static bool coming_has(const struct beat *beat, const char *word)
{
	return has(beat->before, word) ||
	       (beat->prediction &&
		question_has(beat->prediction, false, word));
}

bool view_names(const struct view *view, const char *word)
{
	const struct scene *scene = view->scene;
	return (view->beat && told_has(view->beat, word)) ||
	       (view->next && coming_has(view->next, word)) ||
	       (!scene->viewed && has(scene->lesson->introduction, word));
}

bool view_lesson_names(const struct view *view, const char *word)
{
	const struct lesson *lesson = view->scene->lesson;
	bool found = has(lesson->introduction, word);
	for (size_t i = 0; i < lesson_beats(lesson) && !found; i++) {
		size_t step, at;
		lesson_beat_at(lesson, i, &step, &at);
		const struct beat *beat = &lesson->steps[step].beats[at];
		found = told_has(beat, word) || coming_has(beat, word);
	}
	return found;
}
