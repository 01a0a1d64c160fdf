/* list: the lessons and the learner's progress, as text and as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/line/list.h"

#include "base/sentence.h"

#include <jansson.h>
#include <string.h>

/* "begun, 7 of 10 points", or of one that was not begun how many there are. */
static void print_got(const struct lesson *exercise,
		      const struct progress *progress, struct buf *out)
{
	int most = lesson_points(exercise);
	struct points points = progress_points(progress, exercise->id);
	const struct slot all = SLOT_NUMBER("most", most);
	buf_puts(out, "  (");
	if (!points.is_begun)
		SENTENCE(out, "reply-points-many", all);
	else if (points.got >= most)
		SENTENCE(out, "reply-points-all", all);
	else
		SENTENCE(out, "reply-points-begun",
			 SLOT_NUMBER("got", points.got), all);
	buf_putc(out, ')');
}

void list_print_points(const struct lesson *exercise,
		       const struct progress *progress, struct buf *out)
{
	SENTENCE_LINE(out, "  ", "", "reply-checks",
		      SLOT_NUMBER("checks", exercise->step_count));
	print_got(exercise, progress, out);
}

static void print_state(const struct lesson *lesson,
			const struct progress *progress, struct buf *out)
{
	if (lesson->is_exercise) {
		if (progress_points(progress, lesson->id).is_begun)
			print_got(lesson, progress, out);
		return;
	}
	size_t played = progress_beats(progress, lesson->id);
	enum progress_state state = progress_state(progress, lesson->id);
	if (state >= PROGRESS_PLAYED)
		buf_printf(out, "  (%s)", progress_state_word(state));
	else if (played)
		SENTENCE_LINE(out, "  (", ")", "reply-beats-played",
			      SLOT_NUMBER("played", played),
			      SLOT_NUMBER("beats", lesson_beats(lesson)));
}

void list_print(const struct catalogue *catalogue,
		const struct progress *progress, struct buf *out)
{
	int widest = 0;
	for (size_t i = 0; i < catalogue->count; i++) {
		int width = (int)strlen(catalogue->lessons[i]->id);
		if (width > widest)
			widest = width;
	}
	const char *module = "";
	for (size_t i = 0; i < catalogue->count; i++) {
		const struct lesson *lesson = catalogue->lessons[i];
		if (strcmp(module, lesson->module) != 0)
			buf_printf(out, "%s%s\n", i ? "\n" : "",
				   lesson->module);
		module = lesson->module;
		if (lesson->is_exercise)
			buf_printf(out, "      %-*s  Exercise: %s", widest,
				   lesson->id, lesson->title);
		else
			buf_printf(out, "%4d  %-*s  %s",
				   catalogue_number(lesson->file), widest,
				   lesson->id, lesson->title);
		print_state(lesson, progress, out);
		buf_putc(out, '\n');
	}
	if (catalogue->faulty_count)
		SENTENCE_LINE(out, "\n", "\n", "reply-lessons-left-out");
	for (size_t i = 0; i < catalogue->faulty_count; i++)
		buf_printf(out, "      %s\n", catalogue->faulty[i]);
}

static json_t *lesson_as_json(const struct lesson *lesson,
			      const struct progress *progress)
{
	json_t *requires = json_array();
	for (size_t i = 0; i < lesson->requires_count; i++)
		json_array_append_new(requires,
				      json_string(lesson->requires[i]));
	return json_pack(
		"{s:i, s:s, s:s, s:s, s:s, s:s, s:o, s:{s:i, s:i}, s:I, s:I, "
		"s:b, "
		"s:s}",
		"number", catalogue_number(lesson->file), "id", lesson->id,
		"title", lesson->title, "module", lesson->module, "kind",
		lesson->kind, "objective", lesson->objective, "requires",
		requires, "minutes", "demo", lesson->minutes_demo, "lab",
		lesson->minutes_lab, "beats", (json_int_t)lesson_beats(lesson),
		"played", (json_int_t)progress_beats(progress, lesson->id),
		"finished", progress_is_finished(progress, lesson->id), "state",
		progress_state_word(progress_state(progress, lesson->id)));
}

void list_print_json(const struct catalogue *catalogue,
		     const struct progress *progress, struct buf *out)
{
	json_t *all = json_array();
	for (size_t i = 0; i < catalogue->count; i++)
		json_array_append_new(
			all, lesson_as_json(catalogue->lessons[i], progress));
	char *text = json_dumps(all, JSON_INDENT(1) | JSON_ENSURE_ASCII);
	buf_puts(out, text ? text : "[]");
	buf_putc(out, '\n');
	free(text);
	json_decref(all);
}
