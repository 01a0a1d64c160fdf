/* recall: questions that come back, later each time they were known.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is asked again after a pause, and a longer one each time, is kept
 * longest (CURRICULUM, rules R27 and R28). The record holds only what the
 * learner said, judgement by judgement; when a question comes back follows from
 * these, so two records can be merged in any order:
 *
 * - the first judgement, whatever it was, brings it back after a day;
 * - known when it was due: after 3, then 7, then 21 days, then never;
 * - known before it was due: that changes nothing;
 * - not known: from the beginning.
 */
#include "session/recall.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"

#include <string.h>

enum { DAY = 24 * 60 * 60 };

static const int pauses[] = {1 * DAY, 3 * DAY, 7 * DAY, 21 * DAY};

static json_int_t number_in(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static const char *text_in(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	return text ? text : "";
}

void recall_add(json_t *root, const json_t *judgement)
{
	json_t *all = json_object_get(root, "recalls"), *other;
	size_t i, at = 0;
	if (!json_is_array(all)) {
		all = json_array();
		json_object_set_new(root, "recalls", all);
	}
	json_array_foreach(all, i, other)
	{
		if (!strcmp(text_in(other, "id"), text_in(judgement, "id")))
			return;
		if (number_in(other, "time") <= number_in(judgement, "time"))
			at = i + 1;
	}
	json_array_insert_new(all, at, json_deep_copy(judgement));
}

static void judge(struct recall *recall, const json_t *judgement)
{
	time_t now = (time_t)number_in(judgement, "time");
	bool knew = json_is_true(json_object_get(judgement, "knew"));
	bool is_first = !recall->number;
	recall->lesson = text_in(judgement, "lesson");
	recall->number = (int)number_in(judgement, "number");
	if (!is_first && knew && (!recall->due || now < recall->due))
		return;
	recall->stage = is_first || !knew ? 0 : recall->stage + 1;
	bool comes_back = recall->stage < (int)COUNT(pauses);
	recall->due = comes_back ? now + pauses[recall->stage] : 0;
}

struct recall recall_find(const json_t *root, const char *lesson, int number)
{
	struct recall found = {0};
	const json_t *all = json_object_get(root, "recalls");
	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *judgement = json_array_get(all, i);
		if (!strcmp(text_in(judgement, "lesson"), lesson) &&
		    number_in(judgement, "number") == number)
			judge(&found, judgement);
	}
	return found;
}

char *recall_when(time_t due, time_t now)
{
	if (!due)
		return SENTENCE_NEW("recall-never");
	long days = (long)((due - now + DAY / 2) / DAY);
	if (days <= 1)
		return SENTENCE_NEW("recall-tomorrow");
	return SENTENCE_NEW("recall-later", SLOT_NUMBER("days", days));
}

/* Whether it is the last judgement of its question, so that each is looked at
 * once. */
static bool is_last(const json_t *all, size_t index)
{
	const json_t *judgement = json_array_get(all, index);
	for (size_t i = index + 1; i < json_array_size(all); i++) {
		const json_t *later = json_array_get(all, i);
		if (!strcmp(text_in(later, "lesson"),
			    text_in(judgement, "lesson")) &&
		    number_in(later, "number") ==
			    number_in(judgement, "number"))
			return false;
	}
	return true;
}

size_t recall_due(const json_t *root, time_t now, struct recall *due,
		  size_t most)
{
	const json_t *all = json_object_get(root, "recalls");
	size_t count = 0, kept = 0;
	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *judgement = json_array_get(all, i);
		struct recall recall =
			recall_find(root, text_in(judgement, "lesson"),
				    (int)number_in(judgement, "number"));
		if (!is_last(all, i) || !recall.due || recall.due > now)
			continue;
		count++;
		size_t at = kept;
		while (at && due[at - 1].due > recall.due)
			at--;
		if (at >= most)
			continue;
		kept += kept < most;
		memmove(&due[at + 1], &due[at], (kept - at - 1) * sizeof(*due));
		due[at] = recall;
	}
	return count;
}
