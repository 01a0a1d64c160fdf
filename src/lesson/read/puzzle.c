/* puzzle: calls that the learner puts in order before they are made.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The block says only which calls have no place in the order; those that have
 * one are the calls of the c block behind it, so the two cannot differ. They
 * are kept in the order of their texts, which tells nothing: not every run
 * shuffles.
 */
#include "base/sentence.h"
#include "call/print.h"
#include "lesson/read/reader.h"

#include <stdlib.h>
#include <string.h>

static int by_text(const void *a, const void *b)
{
	const struct option *x = a, *y = b;
	int order = strcmp(x->text, y->text);
	return order ? order : x->place - y->place;
}

static void reverse(struct prediction *asked)
{
	for (size_t i = 0, j = asked->option_count; i + 1 < j; i++) {
		struct option kept = asked->options[i];
		asked->options[i] = asked->options[--j];
		asked->options[j] = kept;
	}
}

static bool is_in_order(const struct prediction *asked)
{
	for (size_t i = 0; i < asked->option_count; i++) {
		if (asked->options[i].place != (int)i)
			return false;
	}
	return true;
}

/* Letters for calls that look the same would have no order. */
static void check_same(struct reader *reader, const struct prediction *asked)
{
	for (size_t i = 1; i < asked->option_count; i++) {
		if (!strcmp(asked->options[i - 1].text, asked->options[i].text))
			FAULT(reader->faults, asked->line, "fault-puzzle-twice",
			      SLOT_TEXT("call", asked->options[i].text));
	}
}

static void check(struct reader *reader, const struct prediction *asked,
		  size_t count)
{
	if (!asked->question)
		FAULT(reader->faults, asked->line, "fault-puzzle-question");
	if (count < 3)
		FAULT(reader->faults, asked->line, "fault-puzzle-few",
		      SLOT_NUMBER("count", count));
	check_same(reader, asked);
}

static const char *text_of(struct arena *arena, const struct call *call)
{
	struct buf text = {0};
	call_print(call, NOTATION_C, &text);
	return buf_keep(&text, arena);
}

static void add_right(struct reader *reader, struct prediction *asked,
		      const struct call *call, int place)
{
	struct call *copy = arena_alloc(&reader->lesson->arena, sizeof(*copy));
	*copy = *call;
	if (asked->option_count == LESSON_OPTIONS_MAX) {
		FAULT(reader->faults, asked->line, "fault-items-most",
		      SLOT_NUMBER("most", LESSON_OPTIONS_MAX));
		return;
	}
	asked->options[asked->option_count++] =
		(struct option){.call = copy, .right = true, .place = place};
}

void puzzle_complete(struct reader *reader, const struct prediction *asked,
		     size_t first)
{
	struct arena *arena = &reader->lesson->arena;
	struct prediction *whole = arena_alloc(arena, sizeof(*whole));
	size_t count = 0;
	*whole = *asked;
	for (size_t i = first; reader->step && i < reader->step->beat_count;
	     i++) {
		struct beat *beat = &reader->step->beats[i];
		// A call with a fault has been told.
		if (beat->kind != BEAT_CALL || !beat->call.syscall)
			continue;
		add_right(reader, whole, &beat->call, (int)count++);
		beat->puzzled = (int)count;
		if (count == 1)
			beat->prediction = whole;
	}
	for (size_t i = 0, later = count; i < whole->option_count; i++) {
		struct option *option = &whole->options[i];
		option->text = text_of(arena, option->call);
		if (!option->right)
			option->place = (int)later++;
	}
	qsort(whole->options, whole->option_count, sizeof(*whole->options),
	      by_text);
	check(reader, whole, count);
	if (is_in_order(whole))
		reverse(whole);
}
