/* tries: the try blocks of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     try  = { hint } call
 *     hint = "- " words, further lines indented
 *
 * Hints go from vague to plain: where to look, why it is so, a call like it.
 * The call is the lesson's own: what is made for a learner who asks for it, and
 * by everything that plays without one.
 */
#include "lesson/read/reader.h"

#include <cmark-gfm.h>
#include <string.h>

/* A block while it is read. */
struct
try {
	struct reader *reader;
	const char *actor;
	struct buf hint; /* so far; empty: none has begun */
	int hint_line;
	const char *hints[LESSON_HINTS_MAX];
	size_t hint_count; /* more than there is room for when too many */
	struct call call;
	const char *call_text;
	int call_line; /* 0: none yet */
};

static void keep_hint(struct try *try, const char *text)
{
	if (try->hint_count == LESSON_HINTS_MAX)
		FAULT(try->reader->faults, try->hint_line, "fault-try-hints",
		      SLOT_NUMBER("most", LESSON_HINTS_MAX));
	if (try->hint_count < LESSON_HINTS_MAX)
		try->hints[try->hint_count] =
			arena_strdup(&try->reader->lesson->arena, text);
	try->hint_count++;
}

static void end_hint(struct try *try)
{
	struct reader *reader = try->reader;
	struct words words = {0};
	if (!try->hint.len)
		return;
	cmark_node *document = cmark_parse_document(
		try->hint.data, try->hint.len, CMARK_OPT_VALIDATE_UTF8);
	words_add(&words, document, try->hint_line);
	reader_check_words(reader, document, try->hint_line);
	cmark_node_free(document);
	if (!words.text.len)
		FAULT(reader->faults, try->hint_line, "fault-hint-empty");
	else if (words_lines(&words) > WORDS_LINES)
		FAULT(reader->faults, try->hint_line, "fault-hint-long",
		      SLOT_NUMBER("lines", words_lines(&words)),
		      SLOT_NUMBER("columns", WORDS_COLUMNS),
		      SLOT_NUMBER("most", WORDS_LINES));
	keep_hint(try, words.text.len ? buf_text(&words.text) : "");
	words_done(&words);
	buf_clear(&try->hint);
}

static void begin_hint(struct try *try, struct str line, int number)
{
	end_hint(try);
	if (try->call_line)
		FAULT(try->reader->faults, number, "fault-hint-late");
	try->hint_line = number;
	buf_add(&try->hint, line.data + 1, line.len - 1);
	if (line.len == 1)
		buf_putc(&try->hint, ' ');
}

static void read_call(struct try *try, struct str line, int number)
{
	struct reader *reader = try->reader;
	end_hint(try);
	if (try->call_line) {
		FAULT(reader->faults, number, "fault-try-second");
		return;
	}
	try->call_line = number;
	struct str bare = line;
	if (bare.len && bare.data[bare.len - 1] == ';')
		bare.len--;
	try->call_text =
		arena_strndup(&reader->lesson->arena, bare.data, bare.len);
	try->call = calls_line(reader, try->actor, line, number);
}

static void read_lines(struct try *try, struct str text, int line)
{
	struct str rest = text, raw;
	for (int number = line + 1; str_next_line(&rest, &raw); number++) {
		struct str trimmed = str_trim(raw);
		bool is_indented = raw.len && raw.data[0] == ' ';
		if (!trimmed.len || str_has_prefix(trimmed, "//")) {
			end_hint(try);
		} else if (str_has_prefix(raw, "- ") || str_is(trimmed, "-")) {
			begin_hint(try, trimmed, number);
		} else if (is_indented && try->hint.len) {
			buf_putc(&try->hint, ' ');
			buf_add(&try->hint, trimmed.data, trimmed.len);
		} else {
			read_call(try, trimmed, number);
		}
	}
	end_hint(try);
}

/* A hint must leave something to be found. */
static void check_hints(const struct try *try, int line)
{
	struct faults *faults = try->reader->faults;
	if (!try->hint_count)
		FAULT(faults, line, "fault-try-hintless");
	for (size_t i = 0; i < try->hint_count && i < LESSON_HINTS_MAX; i++) {
		if (try->call_line && strstr(try->hints[i], try->call_text))
			FAULT(faults, line, "fault-hint-whole");
	}
}

static void check_reader(struct reader *reader, int line)
{
	if (reader->prediction)
		FAULT(reader->faults, reader->prediction->line,
		      "fault-try-predicted");
	reader->prediction = NULL;
	if (!reader->before.text.len)
		FAULT(reader->faults, line, "fault-try-words");
}

void try_read(struct reader *reader, const char *actor, struct str text,
	      int line)
{
	struct try try = {.reader = reader, .actor = actor};
	reader_end_beat(reader);
	check_reader(reader, line);
	read_lines(&try, text, line);
	check_hints(&try, line);
	buf_done(&try.hint);
	if (!try.call_line)
		FAULT(reader->faults, line, "fault-try-empty");
	if (!reader->step)
		return;
	naming_reach(reader, actor, line);
	struct beat *beat = reader_add_beat(
		reader, BEAT_TRY, try.call_line ? try.call_line : line);
	beat->actor = actor;
	beat->call = try.call;
	beat->hint_count = try.hint_count < LESSON_HINTS_MAX ? try.hint_count
							     : LESSON_HINTS_MAX;
	memcpy(beat->hints, try.hints, sizeof(beat->hints));
}
