/* light: what of the screen before a room a lesson directs attention to.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     light = PART [ "TEXT" [ "TEXT" [ "TEXT" ] ] ]
 *
 * PART is a panel, or the words; each TEXT stands in the row that is meant.
 */
#include "base/sentence.h"
#include "lesson/expect/scan.h"
#include "lesson/read/fault.h"
#include "lesson/read/reader.h"

static const char *const parts[] = {"code", "kernel", "wire", "output",
				    "words"};

static bool read_part(struct scan *scan, struct light *light)
{
	for (size_t i = 0; i < COUNT(parts) && !light->part; i++) {
		if (scan_is(scan, parts[i]))
			light->part = parts[i];
	}
	return light->part ||
	       scan_fail_near(scan,
			      sentence_text(SENTENCE_ID("goal-part-screen")),
			      parts, COUNT(parts));
}

static bool read_light(struct scan *scan, struct light *light)
{
	struct str text;
	if (!read_part(scan, light))
		return false;
	while (scan_peek(scan).len && light->text_count < LIGHT_TEXTS_MOST) {
		if (!scan_string(scan, &text))
			return false;
		light->texts[light->text_count++] =
			arena_strndup(scan->arena, text.data, text.len);
	}
	return scan_end(scan);
}

void light_read(struct reader *reader, struct str text, int line)
{
	struct str one = str_trim(text);
	struct light *light =
		arena_alloc(&reader->lesson->arena, sizeof(*light));
	struct err err;
	struct scan scan = {.rest = one,
			    .start = one.data,
			    .arena = &reader->lesson->arena,
			    .err = &err};
	*light = (struct light){0};
	if (!reader->last)
		FAULT(reader->faults, line, "fault-light-alone");
	else if (reader->last->light)
		FAULT(reader->faults, line, "fault-light-second");
	else if (!read_light(&scan, light))
		faults_pass(reader->faults, line + 1, &err);
	else
		reader->last->light = light;
}
