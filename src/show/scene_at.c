/* scene_at: a place of a run as a scene.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All of it is read from the journal and the lesson. The answer to a question
 * is the last one given before the place, in this lab or, for a rewind keeps
 * answers, in one before it of the same run; so are the votes of a room.
 */
#include "journal/votes.h"
#include "show/scene.h"

enum { ANSWER_NONE = -2 };

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
static void take_answer(struct scene *scene, size_t index)
{
	const struct lesson *lesson = scene->lesson;
	size_t step, beat;
	if (index >= lesson_beats(lesson))
		return;
	lesson_beat_at(lesson, index, &step, &beat);
	struct journal_walk walk = journal_back(
		scene->journal, EVENT_ANSWER,
		journal_run_of(scene->journal, scene->origin), scene->end);
	const struct event *event;
	while ((event = journal_step(&walk, NULL))) {
		const struct event_answer *answer = &event->as.answer;
		if (answer->step != (int)step || answer->beat != (int)beat)
			continue;
		scene->answer = option_at(&lesson->steps[step].beats[beat],
					  answer->choice);
		scene->words = answer->said;
		return;
	}
}

bool scene_asks(const struct scene *scene)
{
	size_t step, beat;
	if (scene->beats >= lesson_beats(scene->lesson))
		return false;
	lesson_beat_at(scene->lesson, scene->beats, &step, &beat);
	struct scene asked = *scene;
	asked.answer = ANSWER_NONE;
	take_answer(&asked, scene->beats);
	return scene->lesson->steps[step].beats[beat].prediction &&
	       asked.answer == ANSWER_NONE;
}

static bool add_vote(const struct scene *scene, size_t begin,
		     struct event_vote vote, unsigned *sum)
{
	bool given = false;
	for (unsigned by = 0; by < VOTE_SOURCE_COUNT; by++) {
		unsigned count = 0;
		vote.by = by;
		given |= journal_vote(scene->journal, begin, scene->end, &vote,
				      &count);
		*sum += count;
	}
	return given;
}

struct scene_votes scene_votes_at(const struct scene *scene, size_t index)
{
	const struct lesson *lesson = scene->lesson;
	struct scene_votes votes = {0};
	size_t step, beat;
	if (index >= lesson_beats(lesson))
		return votes;
	lesson_beat_at(lesson, index, &step, &beat);
	const struct prediction *prediction =
		lesson->steps[step].beats[beat].prediction;
	size_t begin = journal_run_of(scene->journal, scene->origin);
	for (size_t i = 0; prediction && i < SCENE_VOTES; i++) {
		bool is_option = i < prediction->option_count;
		if (!is_option && i != LESSON_OPTIONS_MAX)
			continue;
		const struct event_vote vote = {
			.step = (int)step,
			.beat = (int)beat,
			.choice = is_option ? prediction->options[i].place : -1,
		};
		votes.given |= add_vote(scene, begin, vote, &votes.counts[i]);
	}
	return votes;
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
		.is_step = move && lesson && lesson->is_exercise &&
			   course->moves[move - 1].kind == MOVE_GO,
		.broken = course_loss(course, move),
		.missing = lab->stands ? lab->stands->missing : NULL,
		.answer = ANSWER_NONE,
		.mover = move ? course->moves[move - 1].actor : NULL,
	};
	course_view(course, move, &scene.begin, &scene.end);
	scene.over = move ? course->moves[move - 1].over : 0;
	if (scene.beats && !scene.is_free) {
		take_answer(&scene, scene.beats - 1);
		scene.said = scene_votes_at(&scene, scene.beats - 1);
	}
	return scene;
}
