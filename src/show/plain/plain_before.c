/* plain_before: a beat as lines of text, before it runs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "call/table/symbol.h"
#include "lesson/asked.h"
#include "show/explain/explain.h"
#include "show/plain/plain.h"
#include "show/plain/plain_state.h"
#include "show/view/in_python.h"

#include <stdio.h>

static void print_subgoal(const struct step *step, struct buf *out)
{
	if (step->subgoal)
		buf_printf(out, ", %s", step->subgoal);
	if (step->title)
		buf_printf(out, ": %s", step->title);
}

static void print_heading(const struct lesson *lesson, size_t step,
			  struct buf *out)
{
	SENTENCE_LINE(out, "\n", "", "plain-step-of",
		      SLOT_NUMBER("step", step + 1),
		      SLOT_NUMBER("steps", lesson->step_count));
	print_subgoal(&lesson->steps[step], out);
	buf_putc(out, '\n');
}

static void print_code(const struct scene *scene, const struct beat *beat,
		       struct buf *out)
{
	if (beat->kind == BEAT_CALL) {
		struct buf call = {0};
		call_print(&beat->call, scene->notation, &call);
		SENTENCE_LINE(out, "", "\n", "plain-runs",
			      SLOT_TEXT("actor", beat->actor),
			      SLOT_TEXT("call", buf_text(&call)));
		buf_done(&call);
	}
	if (beat->kind == BEAT_TRY)
		SENTENCE_LINE(out, "", "\n", "plain-your-turn-type-the",
			      SLOT_TEXT("actor", beat->actor));
	if (beat->kind == BEAT_WIRE) {
		SENTENCE_LINE(out, "", " ", "plain-wire");
		order_print(&beat->order, out);
		buf_putc(out, '\n');
	}
	if (beat->kind == BEAT_LAUNCH) {
		SENTENCE(out, "plain-is-started",
			 SLOT_TEXT("actor", beat->actor));
		for (size_t i = 0; beat->launch->words[i]; i++)
			buf_printf(out, "%s %s", i ? "" : ":",
				   beat->launch->words[i]);
		buf_putc(out, '\n');
	}
	if (beat->kind == BEAT_SIGNAL)
		SENTENCE_LINE(out, "", "\n", "plain-is-sent",
			      SLOT_TEXT("actor", beat->actor),
			      SLOT_TEXT("name", symbol_name(SYMBOL_SIGNAL,
							    beat->signal)));
	if (beat->kind == BEAT_COMMAND && beat->host)
		SENTENCE_LINE(out, "", "\n", "plain-command-on",
			      SLOT_TEXT("host", beat->host),
			      SLOT_TEXT("command", beat->command));
	else if (beat->kind == BEAT_COMMAND)
		SENTENCE_LINE(out, "", "\n", "plain-command",
			      SLOT_TEXT("command", beat->command));
}

static void print_prediction(const struct scene *scene,
			     const struct prediction *prediction,
			     struct buf *out)
{
	struct arena arena = {0};
	plain_words("", prediction->question, out);
	for (size_t i = 0; i < prediction->option_count; i++) {
		char lead[8];
		snprintf(lead, sizeof(lead), "%s ", asked_lead(prediction, i));
		const char *text = explain_option(scene, prediction, i, &arena);
		if (prediction->kind == ASKED_CALLS)
			buf_printf(out, "%s%s\n", lead, text);
		else
			plain_words(lead, text, out);
	}
	arena_done(&arena);
	if (asked_in_words(prediction)) {
		struct buf how = {0};
		asked_print_how(prediction, &how);
		SENTENCE_LINE(out, "", "\n", "plain-answer-with",
			      SLOT_TEXT("how", buf_text(&how)));
		buf_done(&how);
	}
	SENTENCE_LINE(out, "", "\n", "plain-option-unknown");
}

void plain_before(const struct scene *scene, size_t beat, struct buf *out)
{
	const struct lesson *lesson = scene->lesson;
	size_t step, index;
	if (beat >= lesson_beats(lesson))
		return;
	lesson_beat_at(lesson, beat, &step, &index);
	struct arena arena = {0};
	const struct beat *next = in_notation(
		&arena, scene->notation, &lesson->steps[step].beats[index]);
	if (index == 0)
		print_heading(lesson, step, out);
	buf_putc(out, '\n');
	plain_words("", next->before, out);
	// An order that is asked for begins with the next call.
	if (!next->prediction || next->prediction->kind != ASKED_CALLS)
		print_code(scene, next, out);
	if (next->prediction)
		print_prediction(scene, next->prediction, out);
	if (next->kind == BEAT_MODIFY)
		plain_led("plain-try", next->question, out);
	if (next->kind == BEAT_RECALL && !next->prediction)
		plain_led("plain-question", next->question, out);
	arena_done(&arena);
}

void plain_hint(const struct scene *scene, const struct event_hint *hint,
		struct buf *out)
{
	const struct lesson *lesson = scene->lesson;
	if (hint->text) {
		struct arena arena = {0};
		const char *text =
			words_in_notation(&arena, scene->notation, hint->text);
		plain_led("plain-hint", text, out);
		arena_done(&arena);
		return;
	}
	const struct step *step = &lesson->steps[hint->step];
	SENTENCE_LINE(out, "", " ", "plain-hint");
	call_print(&step->beats[hint->beat].call, scene->notation, out);
	buf_putc(out, '\n');
}
