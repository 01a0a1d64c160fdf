/* class: the records of many learners, as they exported them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whoever exports twice, or on two machines, has runs with the same ids in both
 * files: that is one learner. Nothing in a file says who it is, and nothing of
 * its name is kept. A file may be anybody's, so of each member only what has
 * the right type is taken.
 */
#include "session/class.h"

#include "base/sentence.h"
#include "session/progress_file.h"

#include <string.h>

static const char *word_in(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* A small number that is not negative, or -1. */
static int number_in(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	json_int_t number =
		json_is_integer(value) ? json_integer_value(value) : -1;
	return number >= 0 && number < 100000 ? (int)number : -1;
}

static enum progress_state state_in(const json_t *object)
{
	const char *word = word_in(object, "state");
	for (int i = 0; word && i < PROGRESS_STATE_COUNT; i++) {
		if (!strcmp(word, progress_state_word((enum progress_state)i)))
			return (enum progress_state)i;
	}
	return PROGRESS_NEW;
}

/* --- whose it is -----------------------------------------------------------
 */

static size_t learner_of(struct class *class, const json_t *root)
{
	size_t i, learner = class->learners;
	json_t *run;
	json_array_foreach(json_object_get(root, "runs"), i, run)
	{
		const char *id = word_in(run, "id");
		const json_t *known =
			id ? json_object_get(class->runs, id) : NULL;
		if (known && learner == class->learners)
			learner = (size_t)json_integer_value(known);
	}
	json_array_foreach(json_object_get(root, "runs"), i, run)
	{
		const char *id = word_in(run, "id");
		if (id && !json_object_get(class->runs, id))
			json_object_set_new(class->runs, id,
					    json_integer((json_int_t)learner));
	}
	class->learners += learner == class->learners;
	return learner;
}

/* --- answers ---------------------------------------------------------------
 */

/* Whether the same answer stood in another file of the learner. */
static bool was_seen(struct class *class, size_t learner, const json_t *answer)
{
	AUTO_FREE char *text =
		json_dumps(answer, JSON_COMPACT | JSON_SORT_KEYS);
	AUTO_FREE char *key = xprintf("%zu %s", learner, text ? text : "");
	bool seen = json_object_get(class->seen, key);
	if (!seen)
		json_object_set_new(class->seen, key, json_true());
	return seen;
}

static void add_answer(struct class *class, size_t learner,
		       const json_t *answer)
{
	const char *lesson = word_in(answer, "lesson");
	const char *choice = word_in(answer, "choice");
	const char *misconception = word_in(answer, "misconception");
	int step = number_in(answer, "step"), beat = number_in(answer, "beat");
	if (!lesson || step < 0 || beat < 0 || was_seen(class, learner, answer))
		return;
	class->answers =
		xgrow(class->answers, &class->answer_cap,
		      class->answer_count + 1, sizeof(*class->answers));
	// Longer ones are answers in words, and no option.
	bool is_words = choice && choice[0] && choice[1];
	bool is_letter = choice && choice[0] >= 'a' && choice[0] <= 'z';
	class->answers[class->answer_count++] = (struct class_answer){
		.learner = learner,
		.lesson = arena_strdup(&class->arena, lesson),
		.answer = {
			.step = step,
			.beat = beat,
			.choice = is_words    ? 0
				  : is_letter ? choice[0] - 'a'
					      : -1,
			.right = json_is_true(json_object_get(answer, "right")),
			.misconception = misconception
						 ? arena_strdup(&class->arena,
								misconception)
						 : NULL,
		}};
}

/* --- how far they came -----------------------------------------------------
 */

static struct class_stand *stand_of(struct class *class, size_t learner,
				    const char *lesson)
{
	for (size_t i = class->stand_count; i > 0; i--) {
		struct class_stand *stand = &class->stands[i - 1];
		if (stand->learner == learner && !strcmp(stand->lesson, lesson))
			return stand;
	}
	class->stands = xgrow(class->stands, &class->stand_cap,
			      class->stand_count + 1, sizeof(*class->stands));
	struct class_stand *stand = &class->stands[class->stand_count++];
	*stand = (struct class_stand){
		.learner = learner,
		.lesson = arena_strdup(&class->arena, lesson),
	};
	return stand;
}

/* Runs stand in the order in which they were made. */
static void add_stands(struct class *class, size_t learner, const json_t *root)
{
	const char *lesson;
	json_t *value, *lessons = json_object_get(root, "lessons");
	json_object_foreach(lessons, lesson, value)
	{
		struct class_stand *stand = stand_of(class, learner, lesson);
		enum progress_state state = state_in(value);
		if (state > stand->state)
			stand->state = state;
	}
	size_t i;
	json_array_foreach(json_object_get(root, "runs"), i, value)
	{
		lesson = word_in(value, "lesson");
		int step = number_in(value, "step");
		if (lesson && step >= 0)
			stand_of(class, learner, lesson)->step = step;
	}
	const char *last = word_in(json_object_get(root, "last"), "lesson");
	for (i = 0; last && i < class->stand_count; i++) {
		struct class_stand *stand = &class->stands[i];
		if (stand->learner == learner)
			stand->is_last = !strcmp(stand->lesson, last);
	}
}

bool class_add(struct class *class, const char *path, struct err *err)
{
	json_t *root = progress_file_load(path, err);
	if (!root)
		return false;
	json_t *lessons = json_object_get(root, "lessons");
	if (lessons && !json_is_object(lessons)) {
		json_decref(root);
		return FAILURE(err, "no-record", SLOT_TEXT("path", path));
	}
	if (!class->runs)
		class->runs = json_object();
	if (!class->seen)
		class->seen = json_object();
	size_t i, learner = learner_of(class, root);
	json_t *answer;
	json_array_foreach(json_object_get(root, "answers"), i, answer)
		add_answer(class, learner, answer);
	add_stands(class, learner, root);
	json_decref(root);
	return true;
}

void class_done(struct class *class)
{
	free(class->answers);
	free(class->stands);
	json_decref(class->runs);
	json_decref(class->seen);
	arena_done(&class->arena);
	*class = (struct class){0};
}
