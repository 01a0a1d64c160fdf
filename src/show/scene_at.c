/* scene_at: a place of a run as a scene.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All of it is read from the journal and the lesson. The answer to a question
 * is the last one given before the place, in this lab or, for a rewind keeps
 * answers, in one before it of the same run.
 */
#include "show/scene.h"

enum { ANSWER_NONE = -2 };

/* The place where the run of the lab at `place` began, which may be several
 * labs before. */
static size_t run_of(const struct journal *journal, size_t place)
{
	struct journal_walk walk =
		journal_back(journal, EVENT_LAB, 0, place + 1);
	const struct event *event;
	size_t at = place;
	while ((event = journal_step(&walk, &at))) {
		if (event->as.lab.phase == LAB_BEGUN &&
		    event->as.lab.number == 1)
			return at;
	}
	return place;
}

/* The journal has the option's place in the file, whatever the order in which
 * it was shown. */
static int option_at(const struct beat *beat, int place)
{
	const struct prediction *prediction = beat->prediction;
	size_t count = prediction ? prediction->option_count : 0;
	for (size_t i = 0; i < count; i++) {
		if (prediction->options[i].place == place)
			return (int)i;
	}
	return place;
}

/* The answer to the prediction of beat number `index`, as it was given before
 * `end` in the run of the lab at `origin`. */
static int answer_at(const struct scene *scene, size_t index)
{
	const struct lesson *lesson = scene->lesson;
	size_t step, beat;
	if (index >= lesson_beats(lesson))
		return ANSWER_NONE;
	lesson_beat_at(lesson, index, &step, &beat);
	struct journal_walk walk =
		journal_back(scene->journal, EVENT_ANSWER,
			     run_of(scene->journal, scene->origin), scene->end);
	const struct event *event;
	while ((event = journal_step(&walk, NULL))) {
		const struct event_answer *answer = &event->as.answer;
		if (answer->step == (int)step && answer->beat == (int)beat)
			return option_at(&lesson->steps[step].beats[beat],
					 answer->choice);
	}
	return ANSWER_NONE;
}

struct scene scene_at(const struct course *course, const struct lesson *lesson,
		      size_t move)
{
	const struct course_lab *lab = course_lab_of(course, move);
	struct scene scene = {
		.lesson = lesson,
		.journal = course->journal,
		.origin = lab->begin,
		.viewed = move,
		.live = course->move_count,
		.beats = course_beats(course, move),
		.live_beats = course_beats(course, course->move_count),
		.is_free = course_is_free(course, move),
		.broken = course_loss(course, move),
		.missing = lab->stands ? lab->stands->missing : NULL,
		.answer = ANSWER_NONE,
		.mover = move ? course->moves[move - 1].actor : NULL,
	};
	course_view(course, move, &scene.begin, &scene.end);
	if (scene.beats && !scene.is_free)
		scene.answer = answer_at(&scene, scene.beats - 1);
	return scene;
}
