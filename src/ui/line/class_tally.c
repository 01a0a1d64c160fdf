/* class_tally: which misconceptions a class holds, and where it stops.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/line/class_tally.h"

#include "base/text.h"

#include <string.h>

/* --- the lessons -----------------------------------------------------------
 */

const struct lesson *class_lesson(const struct class_tally *tally,
				  const char *id)
{
	for (size_t i = 0; i < tally->catalogue.count; i++) {
		if (!strcmp(tally->catalogue.lessons[i]->id, id))
			return tally->catalogue.lessons[i];
	}
	return NULL;
}

static const struct prediction *question_of(const struct class_tally *tally,
					    const char *id, int step, int beat)
{
	const struct lesson *lesson = class_lesson(tally, id);
	if (!lesson || (size_t)step >= lesson->step_count ||
	    (size_t)beat >= lesson->steps[step].beat_count)
		return NULL;
	return lesson->steps[step].beats[beat].prediction;
}

const char *class_option_text(const struct class_tally *tally,
			      const struct class_choice *choice, const char *id)
{
	const struct prediction *question =
		question_of(tally, choice->lesson, choice->step, choice->beat);
	for (size_t i = 0; question && i < question->option_count; i++) {
		const struct option *option = &question->options[i];
		if (option->place == choice->place &&
		    text_is(option->misconception, id))
			return option->text;
	}
	return NULL;
}

/* Whether an answer could have shown the misconception. */
static bool could_show(const struct class_tally *tally,
		       const struct class_answer *given, const char *id)
{
	const char *own = given->answer.misconception;
	const struct prediction *question = question_of(
		tally, given->lesson, given->answer.step, given->answer.beat);
	if (text_is(own, id))
		return true;
	for (size_t i = 0; question && i < question->option_count; i++) {
		const char *offered = question->options[i].misconception;
		if (text_is(offered, id))
			return true;
	}
	return false;
}

/* --- misconceptions --------------------------------------------------------
 */

static struct class_held *held_of(struct class_tally *tally, const char *id)
{
	for (size_t i = 0; i < tally->held_count; i++) {
		if (!strcmp(tally->held[i].id, id))
			return &tally->held[i];
	}
	tally->held = xgrow(tally->held, &tally->held_cap,
			    tally->held_count + 1, sizeof(*tally->held));
	tally->held[tally->held_count] = (struct class_held){.id = id};
	return &tally->held[tally->held_count++];
}

static void count_choice(struct class_held *held,
			 const struct class_answer *given)
{
	const struct progress_answer *answer = &given->answer;
	for (size_t i = 0; i < held->choice_count; i++) {
		struct class_choice *known = &held->choices[i];
		if (known->step == answer->step &&
		    known->beat == answer->beat &&
		    known->place == answer->choice &&
		    !strcmp(known->lesson, given->lesson)) {
			known->count++;
			return;
		}
	}
	held->choices = xgrow(held->choices, &held->choice_cap,
			      held->choice_count + 1, sizeof(*held->choices));
	held->choices[held->choice_count++] = (struct class_choice){
		given->lesson, answer->step, answer->beat, answer->choice, 1};
}

/* What each learner's answers show of one misconception. */
static void count_learners(struct class_tally *tally, struct class_held *held)
{
	enum { NOT_ASKED, FREE, CHOSE, HOLDS };
	const struct class *class = &tally->class;
	char *marks = xcalloc(class->learners + 1, 1);
	for (size_t i = 0; i < class->answer_count; i++) {
		const struct class_answer *given = &class->answers[i];
		const char *own = given->answer.misconception;
		char *mark = &marks[given->learner];
		if (text_is(own, held->id))
			*mark = HOLDS;
		else if (could_show(tally, given, held->id))
			*mark = *mark >= CHOSE ? CHOSE : FREE;
	}
	for (size_t i = 0; i < class->learners; i++) {
		held->asked += marks[i] != NOT_ASKED;
		held->chose += marks[i] >= CHOSE;
		held->holds += marks[i] == HOLDS;
	}
	free(marks);
}

static int more_chosen(const void *a, const void *b)
{
	const struct class_choice *one = a, *other = b;
	if (one->count != other->count)
		return one->count < other->count ? 1 : -1;
	int order = strcmp(one->lesson, other->lesson);
	return order ? order : one->step - other->step;
}

static int more_held(const void *a, const void *b)
{
	const struct class_held *one = a, *other = b;
	if (one->holds != other->holds)
		return one->holds < other->holds ? 1 : -1;
	if (one->chose != other->chose)
		return one->chose < other->chose ? 1 : -1;
	return strcmp(one->id, other->id);
}

static void find_held(struct class_tally *tally)
{
	for (size_t i = 0; i < tally->class.answer_count; i++) {
		const struct class_answer *given = &tally->class.answers[i];
		if (given->answer.misconception)
			count_choice(
				held_of(tally, given->answer.misconception),
				given);
	}
	for (size_t i = 0; i < tally->held_count; i++) {
		struct class_held *held = &tally->held[i];
		count_learners(tally, held);
		qsort(held->choices, held->choice_count, sizeof(*held->choices),
		      more_chosen);
	}
	if (tally->held_count)
		qsort(tally->held, tally->held_count, sizeof(*tally->held),
		      more_held);
}

/* --- where they stop -------------------------------------------------------
 */

static struct class_stop *stop_of(struct class_tally *tally, const char *lesson)
{
	for (size_t i = 0; i < tally->stop_count; i++) {
		if (!strcmp(tally->stops[i].lesson, lesson))
			return &tally->stops[i];
	}
	tally->stops = xgrow(tally->stops, &tally->stop_cap,
			     tally->stop_count + 1, sizeof(*tally->stops));
	tally->stops[tally->stop_count] = (struct class_stop){.lesson = lesson};
	return &tally->stops[tally->stop_count++];
}

static bool has_stopped(const struct class_stand *stand)
{
	return stand->state == PROGRESS_BEGUN;
}

/* The step at which most stopped; of several the first. */
static void find_step(const struct class *class, struct class_stop *stop)
{
	for (size_t i = 0; i < class->stand_count; i++) {
		const struct class_stand *stand = &class->stands[i];
		size_t count = 0;
		if (!has_stopped(stand) ||
		    strcmp(stand->lesson, stop->lesson) != 0)
			continue;
		for (size_t k = 0; k < class->stand_count; k++) {
			const struct class_stand *other = &class->stands[k];
			count += has_stopped(other) &&
				 other->step == stand->step &&
				 !strcmp(other->lesson, stop->lesson);
		}
		if (count > stop->at_step ||
		    (count == stop->at_step && stand->step < stop->step)) {
			stop->at_step = count;
			stop->step = stand->step;
		}
	}
}

static int more_stopped(const void *a, const void *b)
{
	const struct class_stop *one = a, *other = b;
	if (one->last != other->last)
		return one->last < other->last ? 1 : -1;
	if (one->stopped != other->stopped)
		return one->stopped < other->stopped ? 1 : -1;
	return strcmp(one->lesson, other->lesson);
}

static void find_stops(struct class_tally *tally)
{
	const struct class *class = &tally->class;
	for (size_t i = 0; i < class->stand_count; i++) {
		const struct class_stand *stand = &class->stands[i];
		if (stand->state == PROGRESS_NEW)
			continue;
		struct class_stop *stop = stop_of(tally, stand->lesson);
		stop->begun++;
		stop->stopped += has_stopped(stand);
		stop->last += has_stopped(stand) && stand->is_last;
	}
	for (size_t i = 0; i < tally->stop_count; i++)
		find_step(class, &tally->stops[i]);
	if (tally->stop_count)
		qsort(tally->stops, tally->stop_count, sizeof(*tally->stops),
		      more_stopped);
}

void class_tally_make(struct class_tally *tally)
{
	find_held(tally);
	find_stops(tally);
}

void class_tally_done(struct class_tally *tally)
{
	for (size_t i = 0; i < tally->held_count; i++)
		free(tally->held[i].choices);
	free(tally->held);
	free(tally->stops);
	class_done(&tally->class);
	catalogue_close(&tally->catalogue);
}
