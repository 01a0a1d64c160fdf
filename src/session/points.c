/* points: what a learner got for exercises.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The record holds the best round of each exercise and no other: `watch` plays
 * one at every save. The better of two rounds is the same in any order and
 * however often it is added, so two records can be merged.
 */
#include "session/points.h"

#include "base/sentence.h"

static int number_in(const json_t *object, const char *key)
{
	json_int_t number = json_integer_value(json_object_get(object, key));
	return number > 0 && number < 1000000 ? (int)number : 0;
}

static struct points points_in(const json_t *object)
{
	return (struct points){
		.is_begun = json_is_object(object),
		.got = number_in(object, "points"),
		.most = number_in(object, "most"),
	};
}

struct points points_find(const json_t *root, const char *exercise)
{
	return points_in(
		json_object_get(json_object_get(root, "exercises"), exercise));
}

const char *points_word(struct points points, int most)
{
	if (!points.is_begun)
		return "new";
	return most && points.got >= most ? "finished" : "begun";
}

json_t *points_note(const char *exercise, struct points points)
{
	return json_pack("{s:s, s:i, s:i}", "exercise", exercise, "points",
			 points.got, "most", points.most);
}

static bool is_better(struct points now, struct points before)
{
	return !before.is_begun || now.got > before.got ||
	       (now.got == before.got && now.most > before.most);
}

bool points_add(json_t *root, const json_t *note)
{
	const char *exercise =
		json_string_value(json_object_get(note, "exercise"));
	struct points now = points_in(note);
	if (!exercise || !is_better(now, points_find(root, exercise)))
		return false;
	json_t *all = json_object_get(root, "exercises");
	if (!json_is_object(all)) {
		all = json_object();
		json_object_set_new(root, "exercises", all);
	}
	return !json_object_set_new(
		all, exercise,
		json_pack("{s:i, s:i}", "points", now.got, "most", now.most));
}

json_t *points_notes(const json_t *root)
{
	json_t *notes = json_array(), *all = json_object_get(root, "exercises"),
	       *one;
	const char *exercise;
	json_object_foreach(all, exercise, one)
	{
		if (json_is_object(one))
			json_array_append_new(
				notes, points_note(exercise, points_in(one)));
	}
	return notes;
}

void points_print(const json_t *root, struct buf *out)
{
	json_t *all = json_object_get(root, "exercises"), *one;
	const char *exercise;
	if (json_object_size(all))
		SENTENCE_LINE(out, "", "\n", "report-exercises");
	json_object_foreach(all, exercise, one)
	{
		struct points points = points_in(one);
		buf_printf(out, "  %-26s", exercise);
		if (points.most)
			SENTENCE_LINE(out, "  ", "\n", "report-points",
				      SLOT_NUMBER("got", points.got),
				      SLOT_NUMBER("most", points.most));
		else
			SENTENCE_LINE(out, "  ", "\n", "report-begun");
	}
}
