/* progress_notes: what a note adds to the record.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each note has an id, and a record counts an id once. So the same note,
 * imported twice, counts once: it is what makes two sessions at once, and a
 * learner with two machines, one learner. A note makes a state better and never
 * worse, and its answers go where their time belongs.
 */
#include "session/progress_notes.h"

#include "base/mem.h"
#include "base/text.h"

#include <assert.h>
#include <string.h>

static const char *const state_words[] = {
	[PROGRESS_NEW] = "new",		  [PROGRESS_BEGUN] = "begun",
	[PROGRESS_PLAYED] = "played",	  [PROGRESS_FINISHED] = "finished",
	[PROGRESS_MASTERED] = "mastered",
};
static_assert(COUNT(state_words) == PROGRESS_STATE_COUNT, "a word each");

const char *progress_state_word(enum progress_state state)
{
	return state_words[state];
}

enum progress_state notes_state(const char *word)
{
	for (size_t i = 0; word && i < COUNT(state_words); i++) {
		if (!strcmp(word, state_words[i]))
			return (enum progress_state)i;
	}
	return PROGRESS_NEW;
}

size_t notes_count(const json_t *object, const char *key)
{
	json_int_t count = json_integer_value(json_object_get(object, key));
	return count > 0 ? (size_t)count : 0;
}

/* The member `key` of an object, made with `make` where it is none of that
 * type. */
static json_t *member(json_t *object, const char *key, json_t *(*make)(void))
{
	json_t *wanted = make(), *found = json_object_get(object, key);
	if (found && json_typeof(found) == json_typeof(wanted)) {
		json_decref(wanted);
		return found;
	}
	json_object_set_new(object, key, wanted);
	return wanted;
}

static bool was_counted(const json_t *root, const char *id)
{
	const json_t *runs = json_object_get(root, "runs");
	for (size_t i = 0; i < json_array_size(runs); i++) {
		const char *known = json_string_value(
			json_object_get(json_array_get(runs, i), "id"));
		if (text_is(known, id))
			return true;
	}
	return false;
}

static void add_up(json_t *lesson, const json_t *note, const char *key)
{
	json_int_t sum = (json_int_t)notes_count(lesson, key);
	sum += (json_int_t)notes_count(note, key);
	json_object_set_new(lesson, key, json_integer(sum));
}

static void add_state(json_t *lesson, const json_t *note)
{
	const char *before =
		json_string_value(json_object_get(lesson, "state"));
	const char *now = json_string_value(json_object_get(note, "state"));
	if (!before || notes_state(now) > notes_state(before))
		json_object_set(lesson, "state",
				json_object_get(note, "state"));
	if (notes_count(note, "beats") > notes_count(lesson, "beats"))
		json_object_set(lesson, "beats",
				json_object_get(note, "beats"));
}

static void add_last(json_t *root, const json_t *note)
{
	const json_t *last = json_object_get(root, "last");
	if (notes_count(note, "time") < notes_count(last, "time"))
		return;
	json_t *now = json_object();
	json_object_set(now, "lesson", json_object_get(note, "lesson"));
	json_object_set(now, "step", json_object_get(note, "step"));
	json_object_set(now, "time", json_object_get(note, "time"));
	json_object_set_new(root, "last", now);
}

/* Answers of a note stand behind all that are as old. */
static void add_answers(json_t *root, const json_t *note)
{
	json_t *answers = member(root, "answers", json_array);
	const json_t *given = json_object_get(note, "answers");
	size_t i;
	json_t *answer;
	json_array_foreach(given, i, answer)
	{
		size_t at = json_array_size(answers);
		while (at && notes_count(json_array_get(answers, at - 1),
					 "time") > notes_count(answer, "time"))
			at--;
		json_array_insert_new(answers, at, json_deep_copy(answer));
	}
}

/* Adds a note, once. */
void notes_add(json_t *root, const json_t *note)
{
	const char *id = json_string_value(json_object_get(note, "id"));
	const char *name = json_string_value(json_object_get(note, "lesson"));
	if (json_object_get(note, "exercise")) {
		(void)points_add(root, note);
		return;
	}
	if (!id || !name || was_counted(root, id))
		return;
	if (json_object_get(note, "knew")) {
		recall_add(root, note);
		return;
	}
	json_t *lesson =
		member(member(root, "lessons", json_object), name, json_object);
	add_state(lesson, note);
	add_up(lesson, note, "seconds");
	add_up(lesson, note, "hints");
	add_last(root, note);
	add_answers(root, note);
	json_t *run = json_deep_copy(note);
	json_object_del(run, "answers");
	json_array_append_new(member(root, "runs", json_array), run);
}

json_t *notes_of_answers(const struct progress_run *run, time_t now)
{
	json_t *answers = json_array();
	for (size_t i = 0; i < run->answer_count; i++) {
		const struct progress_answer *answer = &run->answers[i];
		char letter[] = {(char)('a' + answer->choice), '\0'};
		json_array_append_new(
			answers,
			json_pack("{s:s, s:i, s:i, s:I, s:s?, s:b, s:s?}",
				  "lesson", run->lesson, "step", answer->step,
				  "beat", answer->beat, "time", (json_int_t)now,
				  "choice",
				  answer->choice < 0 ? NULL
				  : answer->said     ? answer->said
						     : letter,
				  "right", answer->right, "misconception",
				  answer->misconception));
	}
	return answers;
}

/* The answers of one run of `root`: those of its lesson at its time. */
json_t *notes_answers(const json_t *root, const json_t *run)
{
	json_t *found = json_array();
	size_t i;
	json_t *answer;
	json_array_foreach(json_object_get(root, "answers"), i, answer)
	{
		if (json_equal(json_object_get(answer, "lesson"),
			       json_object_get(run, "lesson")) &&
		    json_equal(json_object_get(answer, "time"),
			       json_object_get(run, "time")))
			json_array_append(found, answer);
	}
	return found;
}
