/* ending: what a learner is told at the end of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The last answer to a question counts: it can be given again after a rewind.
 * Where every question was left out, as in a run that plays by itself, nobody
 * has to hear of it.
 */
#include "show/explain/ending.h"

#include "base/count.h"
/* `steps` has those of the questions that were not answered right. */
struct tally {
	size_t asked, given, right;
	bool *steps;
};

static void count_answers(const struct scene *scene, struct tally *tally,
			  bool *seen)
{
	const struct lesson *lesson = scene->lesson;
	struct journal_walk walk =
		journal_back(scene->journal, EVENT_ANSWER, 0, scene->end);
	const struct event *event;
	while ((event = journal_step(&walk, NULL))) {
		const struct event_answer *answer = &event->as.answer;
		size_t step = (size_t)answer->step, at = (size_t)answer->beat;
		if (step >= lesson->step_count)
			continue;
		for (size_t i = 0; i < step; i++)
			at += lesson->steps[i].beat_count;
		if (at >= lesson_beats(lesson) || seen[at])
			continue;
		seen[at] = true;
		tally->asked++;
		tally->given += answer->choice >= 0 || answer->said;
		tally->right += answer->right;
		tally->steps[step] |= !answer->right;
	}
}

/* Adds "step 2" or "steps 2, 4 and 5". */
static void print_steps(const bool *steps, size_t count, struct buf *out)
{
	size_t all = 0, told = 0;
	for (size_t i = 0; i < count; i++)
		all += steps[i];
	buf_puts(out, all == 1 ? "step " : "steps ");
	for (size_t i = 0; i < count; i++) {
		if (!steps[i])
			continue;
		const char *between = !told		? ""
				      : told + 1 == all ? " and "
							: ", ";
		buf_printf(out, "%s%zu", between, i + 1);
		told++;
	}
}

static void print_tally(struct view *view, const struct tally *tally,
			struct buf *out)
{
	size_t missed = tally->asked - tally->right;
	if (!tally->given)
		return;
	if (!missed) {
		buf_puts(out, tally->asked == 1
				      ? "You had its question right."
				      : "You had all its questions right.");
		return;
	}
	buf_printf(out, "Of %zu question%s you had %zu right. Look again at ",
		   tally->asked, count_s(tally->asked), tally->right);
	print_steps(tally->steps, view->scene->lesson->step_count, out);
	buf_printf(out, ": %s goes to a step.", view_key(view, "goto", "g"));
}

static void add(struct blocks *blocks, const char *lead, enum style style,
		const char *text)
{
	blocks_add(blocks, (struct block){.rank = BLOCK_USEFUL,
					  .lead = lead,
					  .lead_style = STYLE_LABEL,
					  .style = style,
					  .text = text});
}

void ending_add(struct view *view, struct blocks *blocks)
{
	const struct scene *scene = view->scene;
	const struct lesson *lesson = scene->lesson;
	struct tally tally = {
		.steps = arena_alloc(&view->arena, lesson->step_count + 1)};
	struct buf text = {0};
	if (!scene->stage)
		count_answers(
			scene, &tally,
			arena_alloc(&view->arena, lesson_beats(lesson) + 1));
	print_tally(view, &tally, &text);
	add(blocks, NULL, STYLE_LABEL, "This was the end of the lesson.");
	if (text.len)
		add(blocks, NULL, STYLE_PLAIN,
		    arena_strdup(&view->arena, buf_text(&text)));
	if (lesson->objective)
		add(blocks, "Its aim:", STYLE_PLAIN, lesson->objective);
	buf_done(&text);
}
