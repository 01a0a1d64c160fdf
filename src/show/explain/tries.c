/* tries: what a lesson had to be tried by oneself, to be read again later.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/explain/tries.h"

#include "base/sentence.h"
#include "show/view/in_python.h"

/* The beat of that index when it is something to try that lies behind the
 * learner, or NULL. */
static const struct beat *try_at(const struct view *view, size_t index)
{
	const struct lesson *lesson = view->scene->lesson;
	size_t step, at;
	lesson_beat_at(lesson, index, &step, &at);
	const struct beat *beat = &lesson->steps[step].beats[at];
	return beat->kind == BEAT_MODIFY && beat != view->beat ? beat : NULL;
}

bool explain_has_tries(const struct view *view)
{
	for (size_t i = 0; i < view->scene->beats; i++) {
		if (try_at(view, i))
			return true;
	}
	return false;
}

void explain_tries(struct view *view, struct blocks *blocks)
{
	for (size_t i = 0; i < view->scene->beats; i++) {
		const struct beat *beat = try_at(view, i);
		if (!beat)
			continue;
		const char *text = words_in_notation(
			&view->arena, view->scene->notation, beat->question);
		blocks_add(blocks, (struct block){.rank = BLOCK_USEFUL,
						  .lead = sentence_text(
							  "try-it-yourself"),
						  .lead_style = STYLE_TITLE,
						  .text = text});
	}
}
