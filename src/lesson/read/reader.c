/* reader: what all blocks need: the beat that is read, and its words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/read/reader.h"

#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "lesson/expect/goal.h"

#include <string.h>

const char *reader_take_words(struct reader *reader, struct words *words)
{
	const char *text = NULL;
	if (words->text.len)
		text = arena_strndup(&reader->lesson->arena, words->text.data,
				     words->text.len);
	words_clear(words);
	return text;
}

/* The same for words that stand beside a beat on the screen. */
static const char *take_short(struct reader *reader, struct words *words,
			      bool is_before)
{
	size_t lines = words_lines(words);
	if (lines > WORDS_LINES)
		FAULT(reader->faults, words->line,
		      is_before ? "fault-words-before-long"
				: "fault-words-after-long",
		      SLOT_NUMBER("lines", lines),
		      SLOT_NUMBER("columns", WORDS_COLUMNS),
		      SLOT_NUMBER("most", WORDS_LINES));
	return reader_take_words(reader, words);
}

static bool is_about_call(const struct beat *beat)
{
	for (size_t i = 0; i < beat->expect_count; i++) {
		if (expect_needs_call(&beat->expects[i]))
			return true;
	}
	return false;
}

/* A call that nothing is said of is to succeed. */
static void imply_success(struct reader *reader, struct beat *beat)
{
	static const char text[] = "succeeds";
	struct arena *arena = &reader->lesson->arena;
	struct expect *expects =
		arena_alloc(arena, (beat->expect_count + 1) * sizeof(*expects));
	struct err err;
	if (!expect_parse(str_from(text), beat->line, NULL, 0, arena,
			  &expects[0], &err))
		return;
	if (beat->expect_count)
		memcpy(expects + 1, beat->expects,
		       beat->expect_count * sizeof(*expects));
	beat->expects = expects;
	beat->expect_count++;
}

/* Gives the last beat what a check expects without saying it: success, and how
 * long it may take. */
static void imply(struct reader *reader)
{
	struct beat *beat = reader->last;
	bool asked = beat->expect_count;
	bool calls = beat->kind == BEAT_CALL && beat->call.syscall &&
		     !(beat->call.syscall->flags & SYSCALL_ENDS_ACTOR);
	if (calls && !is_about_call(beat))
		imply_success(reader, beat);
	if (beat->kind == BEAT_LAUNCH)
		reader->begins = true;
	bool waits = beat->kind == BEAT_WIRE && beat->order.kind == ORDER_WAIT;
	if (beat->expect_count && !beat->within && !waits)
		beat->within = reader->begins ? LESSON_LAUNCH_WITHIN
					      : LESSON_CHECK_WITHIN;
	if (asked)
		reader->begins = false;
}

void reader_end_beat(struct reader *reader)
{
	if (!reader->last)
		return;
	if (reader->last->kind == BEAT_TRY && !reader->last->expect_count)
		FAULT(reader->faults, reader->last->line, "fault-try-expect");
	if (reader->lesson->is_exercise)
		imply(reader);
	reader->last->after = take_short(reader, &reader->after, false);
	reader->last = NULL;
}

struct beat *reader_add_beat(struct reader *reader, enum beat_kind kind,
			     int line)
{
	reader_end_beat(reader);
	struct step *step = reader->step;
	step->beats = list_grow(&reader->lesson->arena, step->beats,
				step->beat_count, sizeof(*step->beats));
	struct beat *beat = &step->beats[step->beat_count++];
	*beat = (struct beat){
		.kind = kind,
		.line = line,
		.before = take_short(reader, &reader->before, true),
		.more = reader->more,
		.notes = reader->notes,
	};
	reader->more = reader->notes = NULL;
	reader->beats++;
	reader->last = beat;
	return beat;
}

void reader_check_words(struct reader *reader, struct cmark_node *node,
			int line)
{
	const char mark[] = {words_stray_mark(node), '\0'};
	if (mark[0])
		FAULT(reader->faults, line, "fault-mark",
		      SLOT_TEXT("mark", mark));
}

bool reader_is_comment(struct str line)
{
	return !line.len || str_has_prefix(line, "//");
}
