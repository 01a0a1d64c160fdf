/* ending: what a learner is told at the end of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The last answer to a question counts: it can be given again after a rewind.
 * Where every question was left out, as in a run that plays by itself, nobody
 * has to hear of it.
 */
#include "show/explain/ending.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "show/explain/tries.h"

#include <stdlib.h>

enum { SKIPPED = -3 }; /* as a choice: nobody was asked */

/* A skipped question was not asked. `steps` has those of the questions that
 * were not answered right. */
struct tally {
	size_t asked, given, right, skipped;
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
		if (answer->choice == SKIPPED && !answer->said) {
			tally->skipped++;
			continue;
		}
		tally->asked++;
		tally->given += answer->choice >= 0 || answer->said;
		tally->right += answer->right;
		tally->steps[step] |= !answer->right;
	}
}

/* "2", or "2, 4 and 5"; returns how many. */
static size_t print_steps(const bool *steps, size_t count, struct buf *out)
{
	struct buf list = {0};
	size_t last = 0, told = 0;
	for (size_t i = 0; i < count; i++)
		last = steps[i] ? i + 1 : last;
	for (size_t i = 0; i + 1 < last; i++) {
		if (steps[i])
			buf_printf(&list, "%s%zu", told++ ? ", " : "", i + 1);
	}
	if (told)
		SENTENCE(out, "steps-and", SLOT_TEXT("list", buf_text(&list)),
			 SLOT_NUMBER("last", last));
	else
		buf_printf(out, "%zu", last);
	buf_done(&list);
	return told + 1;
}

static void print_missed(const struct scene *scene, const struct tally *tally,
			 const char *key, struct buf *out)
{
	if (tally->asked == tally->right) {
		SENTENCE(out, "questions-right",
			 SLOT_NUMBER("asked", tally->asked));
		return;
	}
	struct buf steps = {0};
	size_t count =
		print_steps(tally->steps, scene->lesson->step_count, &steps);
	if (tally->asked == 1)
		SENTENCE(out, "questions-one-wrong",
			 SLOT_TEXT("steps", buf_text(&steps)),
			 SLOT_TEXT("key", key));
	else
		SENTENCE(out, "questions-wrong",
			 SLOT_NUMBER("asked", tally->asked),
			 SLOT_NUMBER("right", tally->right),
			 SLOT_NUMBER("count", count),
			 SLOT_TEXT("steps", buf_text(&steps)),
			 SLOT_TEXT("key", key));
	buf_done(&steps);
}

static void print_tally(const struct scene *scene, const struct tally *tally,
			const char *key, struct buf *out)
{
	size_t missed = tally->asked - tally->right;
	if (!tally->given)
		return;
	if (!missed && !tally->skipped) {
		SENTENCE(out, tally->asked == 1 ? "you-had-its-question"
						: "you-had-all-its");
		return;
	}
	print_missed(scene, tally, key, out);
	if (tally->skipped)
		SENTENCE_LINE(out, " ", "", "questions-skipped",
			      SLOT_NUMBER("count", tally->skipped));
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

void ending_print(const struct scene *scene, const char *key, struct buf *out)
{
	size_t beats = lesson_beats(scene->lesson);
	struct tally tally = {.steps = xcalloc(scene->lesson->step_count + 1,
					       sizeof(*tally.steps))};
	AUTO_FREE bool *seen = xcalloc(beats + 1, sizeof(*seen));
	if (!scene->stage)
		count_answers(scene, &tally, seen);
	print_tally(scene, &tally, key, out);
	free(tally.steps);
}

/* What matters most first: where there is little room, the rest is left out. */
void ending_add(struct view *view, struct blocks *blocks)
{
	const struct scene *scene = view->scene;
	const struct lesson *lesson = scene->lesson;
	struct buf text = {0};
	add(blocks, NULL, STYLE_LABEL, sentence_text("this-was-the-end"));
	if (scene->following) {
		SENTENCE(&text, "opens-next",
			 SLOT_TEXT("title", scene->following),
			 SLOT_TEXT("key", view_key(view, "onward", "N")));
		add(blocks, NULL, STYLE_PLAIN,
		    arena_strdup(&view->arena, buf_text(&text)));
	}
	buf_clear(&text);
	ending_print(scene, view_key(view, "goto", "g"), &text);
	if (text.len)
		add(blocks, NULL, STYLE_PLAIN,
		    arena_strdup(&view->arena, buf_text(&text)));
	if (lesson->objective)
		add(blocks, sentence_text("its-aim"), STYLE_PLAIN,
		    lesson->objective);
	if (explain_has_tries(view)) {
		buf_clear(&text);
		SENTENCE(&text, "more-has-tries",
			 SLOT_TEXT("key", view_key(view, "more", "m")));
		add(blocks, NULL, STYLE_LABEL,
		    arena_strdup(&view->arena, buf_text(&text)));
	}
	buf_done(&text);
}
