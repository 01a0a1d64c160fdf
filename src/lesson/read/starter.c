/* starter: what an exercise gives to begin with, files and hints.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/read/starter.h"

#include <ctype.h>
#include <string.h>

/* A file of C or Python, and nothing that make or a compiler obeys: it is
 * somebody else's, and stands in the learner's folder. */
static bool is_starter_name(const char *name)
{
	static const char *const ends[] = {".c", ".h", ".py"};
	size_t len = strlen(name);
	if (!isalnum((unsigned char)name[0]) ||
	    strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			 "0123456789._-") != len)
		return false;
	for (size_t i = 0; i < COUNT(ends); i++)
		if (text_has_suffix(name, ends[i]))
			return true;
	return false;
}

void starter_read(struct reader *reader, struct str *rest, struct str text,
		  int line)
{
	struct lesson *lesson = reader->lesson;
	struct str word = {"", 0};
	str_next_word(rest, &word);
	const char *name = arena_strndup(&lesson->arena, word.data, word.len);
	if (!is_starter_name(name)) {
		FAULT(reader->faults, line, "fault-starter-file");
		return;
	}
	lesson->starters =
		list_grow(&lesson->arena, lesson->starters,
			  lesson->starter_count, sizeof(*lesson->starters));
	lesson->starters[lesson->starter_count++] = (struct starter){
		line, name, arena_strndup(&lesson->arena, text.data, text.len)};
}

void hints_read(struct reader *reader, struct str text, int line)
{
	struct step *step = reader->step;
	struct str rest = text, raw;
	for (int number = line + 1; str_next_line(&rest, &raw); number++) {
		struct str trimmed = str_trim(raw);
		if (!trimmed.len)
			continue;
		bool is_item = str_has_prefix(raw, "- ");
		if (!is_item || step->hint_count == LESSON_HINTS_MAX) {
			FAULT(reader->faults, number, "fault-hints-most",
			      SLOT_NUMBER("most", LESSON_HINTS_MAX));
			return;
		}
		step->hints[step->hint_count++] =
			arena_strndup(&reader->lesson->arena, trimmed.data + 2,
				      trimmed.len - 2);
	}
	if (!step->hint_count)
		FAULT(reader->faults, line, "fault-hints-empty");
}
