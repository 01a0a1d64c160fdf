/* reading: a lesson as a text to be read, without a lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file itself reads well, with marks and expectations for the machine among
 * its words. This is for who reads on paper or in a pager: the same in lines of
 * 76 columns, a question's answer below it, what else there is to know at the
 * end of its beat.
 */
#include "show/plain/reading.h"

#include "base/sentence.h"
#include "lesson/asked.h"
#include "show/plain/plain_state.h"
#include "show/view/in_python.h"

#include <stdio.h>

static void print_paragraph(const char *lead, const char *words,
			    struct buf *out)
{
	if (!words)
		return;
	buf_putc(out, '\n');
	plain_words(lead, words, out);
}

/* The same behind the words `id`. */
static void print_led(const char *id, const char *words, struct buf *out)
{
	AUTO_FREE char *lead = xprintf("%s ", sentence_text(id));
	print_paragraph(lead, words, out);
}

static void print_setups(const struct lesson *lesson, enum notation notation,
			 struct buf *out)
{
	if (lesson->setup_count)
		SENTENCE_LINE(out, "\n", "\n\n", "plain-before-the-beginning");
	for (size_t i = 0; i < lesson->setup_count; i++) {
		buf_printf(out, "    %s: ", lesson->setups[i].actor);
		call_print(&lesson->setups[i].call, notation, out);
		buf_putc(out, '\n');
	}
}

static void print_deed(const struct beat *beat, enum notation notation,
		       struct buf *out)
{
	if (beat->kind == BEAT_CALL || beat->kind == BEAT_TRY) {
		buf_printf(out, "\n    %s: ", beat->actor);
		call_print(&beat->call, notation, out);
		buf_putc(out, '\n');
	} else if (beat->kind == BEAT_WIRE) {
		SENTENCE_LINE(out, "\n    ", " ", "plain-wire");
		order_print(&beat->order, out);
		buf_putc(out, '\n');
	} else if (beat->kind == BEAT_COMMAND) {
		buf_printf(out, "\n    %s$ %s\n", beat->host ? beat->host : "",
			   beat->command);
	}
}

static void print_question(const struct prediction *asked, struct buf *out)
{
	if (!asked)
		return;
	print_paragraph("", asked->question, out);
	for (size_t i = 0; i < asked->option_count; i++) {
		char lead[8];
		snprintf(lead, sizeof(lead), "  %s ", asked_lead(asked, i));
		plain_words(lead, asked->options[i].text, out);
	}
}

static void print_answer(const struct prediction *asked, struct buf *out)
{
	if (!asked)
		return;
	if (asked->kind == ASKED_FIELDS)
		SENTENCE_LINE(out, "\n", "\n", "plain-to-be-filled-in");
	else if (asked->kind == ASKED_CALLS)
		SENTENCE_LINE(out, "\n", "\n", "plain-to-be-put-in");
	else if (asked->kind == ASKED_ORDER)
		SENTENCE_LINE(out, "\n", "\n", "plain-to-be-put-in-order");
	for (size_t i = 0; i < asked->option_count; i++) {
		if (asked->options[i].right && !asked_in_words(asked))
			SENTENCE_LINE(out, "\n", "\n", "plain-the-answer-is",
				      SLOT_PART("letter", &"abcdefghij"[i], 1));
	}
	print_paragraph("", asked->why, out);
	for (size_t i = 0; i < asked->option_count; i++) {
		const char letter[] = {(char)('a' + (int)i), '\0'};
		AUTO_FREE char *lead =
			SENTENCE_NEW("plain-not", SLOT_TEXT("letter", letter));
		AUTO_FREE char *before = xprintf("%s ", lead);
		print_paragraph(before, asked->options[i].reply, out);
	}
}

static void print_hints(const struct beat *beat, struct buf *out)
{
	if (beat->kind != BEAT_TRY)
		return;
	SENTENCE_LINE(out, "\n", "\n", "plain-find-the-call-of",
		      SLOT_TEXT("actor", beat->actor));
	for (size_t i = 0; i < beat->hint_count; i++)
		plain_words("  - ", beat->hints[i], out);
}

static void print_beat(const struct beat *asked, enum notation notation,
		       struct buf *out)
{
	struct arena arena = {0};
	const struct beat *beat = in_notation(&arena, notation, asked);
	print_paragraph("", beat->before, out);
	print_question(beat->prediction, out);
	print_hints(beat, out);
	print_deed(beat, notation, out);
	print_answer(beat->prediction, out);
	if (beat->kind == BEAT_MODIFY)
		print_led("plain-try", beat->question, out);
	if (beat->kind == BEAT_RECALL && !beat->prediction) {
		print_led("plain-question", beat->question, out);
		print_led("plain-answer", beat->answer, out);
	}
	print_paragraph("", beat->after, out);
	print_led("plain-more", beat->more, out);
	arena_done(&arena);
}

void reading_print(const struct lesson *lesson, enum notation notation,
		   struct buf *out)
{
	struct arena arena = {0};
	buf_printf(out, "# %s\n", lesson->title);
	print_led("you-will", lesson->objective, out);
	print_paragraph(
		"", words_in_notation(&arena, notation, lesson->introduction),
		out);
	arena_done(&arena);
	print_setups(lesson, notation, out);
	for (size_t i = 0; i < lesson->step_count; i++) {
		const struct step *step = &lesson->steps[i];
		SENTENCE_LINE(out, "\n", "", "plain-step-of",
			      SLOT_NUMBER("step", i + 1),
			      SLOT_NUMBER("steps", lesson->step_count));
		if (step->subgoal)
			buf_printf(out, ", %s", step->subgoal);
		buf_printf(out, ": %s\n", step->title ? step->title : "");
		for (size_t j = 0; j < step->beat_count; j++)
			print_beat(&step->beats[j], notation, out);
	}
}
