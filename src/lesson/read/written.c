/* written: questions whose answer is written: fill and arrange blocks.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     fill    = question, list of "- words: `FIELD`", then why, or nothing
 *     arrange = question, list of "- PACKET [from ACTOR]", the same
 *
 * lesson/asked_part.c has the notation of fields and packets.
 */
#include "base/sentence.h"
#include "lesson/asked.h"
#include "lesson/read/reader.h"

#include <string.h>

/* Cuts "`FIELD`" off behind the last colon. */
static bool cut_field(struct str *text, struct str *field)
{
	const char *begin = text->data;
	const char *colon = text->data + text->len;
	while (colon > begin && strncmp(colon, ": `", 3) != 0)
		colon--;
	size_t at = (size_t)(colon - begin);
	if (!at || text->len < at + 5 || begin[text->len - 1] != '`')
		return false;
	*field = (struct str){colon + 3, text->len - at - 4};
	*text = str_trim((struct str){begin, at});
	return text->len;
}

static void add_item(struct reader *reader, struct prediction *prediction,
		     const struct written_item *item, struct str words,
		     struct str what)
{
	struct arena *arena = &reader->lesson->arena;
	bool is_order = prediction->kind == ASKED_ORDER;
	size_t place = prediction->option_count++;
	struct option *option = &prediction->options[place];
	const char *copy = arena_strndup(arena, what.data, what.len);
	struct err err;
	*option = (struct option){
		.text = arena_strndup(arena, words.data, words.len),
		.place = (int)place,
	};
	bool ok = is_order ? asked_parse_packet(str_from(copy), item->actors,
						item->actor_count, arena,
						&option->part, &err)
			   : asked_parse_field(str_from(copy), item->actors,
					       item->actor_count, arena,
					       &option->part, &err);
	if (!ok)
		FAULT(reader->faults, item->line, "fault-item",
		      SLOT_TEXT("item", copy), SLOT_TEXT("error", err.text));
}

void written_read_item(struct reader *reader, struct prediction *prediction,
		       const struct written_item *item)
{
	struct str text = item->text, what = text;
	int line = item->line;
	if (prediction->kind == ASKED_FIELDS && !cut_field(&text, &what))
		FAULT(reader->faults, line, "fault-item-field");
	else if (prediction->option_count == LESSON_OPTIONS_MAX)
		FAULT(reader->faults, line, "fault-items-most",
		      SLOT_NUMBER("most", LESSON_OPTIONS_MAX));
	else
		add_item(reader, prediction, item, text, what);
}

void written_check(struct reader *reader, const struct prediction *prediction)
{
	bool is_order = prediction->kind == ASKED_ORDER;
	size_t least = is_order ? 2 : 1;
	if (!prediction->question)
		FAULT(reader->faults, prediction->line, "fault-fill-question");
	if (prediction->option_count < least)
		FAULT(reader->faults, prediction->line,
		      is_order ? "fault-arrange-few" : "fault-fill-empty");
}
