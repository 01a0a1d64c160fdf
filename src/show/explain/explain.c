/* explain: the words of a scene: what happened.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The order is the learner's: the result of the call just made, what they had
 * said about it (explain_answer.c), why it is so. explain_next.c has what comes
 * next. A lesson's claim about the result (the right option, the why, the words
 * after it) is left out when an expectation was not met: then the kernel did
 * something else.
 */
#include "show/explain/explain.h"

#include "base/sentence.h"
#include "call/table/symbol.h"
#include "show/explain/explain_program.h"
#include "show/explain/otherwise.h"
#include "show/explain/reason.h"
#include "show/view/in_python.h"

#include <string.h>

/* --- what happened ---------------------------------------------------------
 */

/* The order that the viewed beat gave to the wire. */
static void add_order(struct view *view, struct blocks *blocks)
{
	if (!view->beat || view->beat->kind != BEAT_WIRE)
		return;
	struct buf text = {0};
	order_print(&view->beat->order, &text);
	blocks_add(blocks,
		   (struct block){.style = STYLE_CODE,
				  .raw = true,
				  .lead = "wire:",
				  .lead_style = STYLE_TITLE,
				  .text = buf_keep(&text, &view->arena)});
}

/* The viewed call first, then calls of others that came back meanwhile. */
static void add_results(struct view *view, struct blocks *blocks, bool titled)
{
	if (view->call && !titled)
		blocks_add(blocks,
			   explain_call(view, view->call, RESULT_WHOLE));
	if (view_is_tracing(view)) {
		explain_program_calls(view, blocks);
		return;
	}
	for (size_t i = 0; view->scene->viewed && i < view->call_count; i++) {
		const struct made_call *made = &view->calls[i];
		if (made != view->call && made->moved)
			blocks_add(blocks,
				   explain_call(view, made, RESULT_WHOLE));
	}
}

static void add_otherwise(struct view *view, struct blocks *blocks)
{
	const char *said =
		view->call ? otherwise_in_python(view, view->call) : NULL;
	if (said)
		blocks_add(blocks, (struct block){.rank = BLOCK_USEFUL,
						  .lead = "In Python:",
						  .lead_style = STYLE_LABEL,
						  .text = said});
}

/* The call as strace(1) prints it, for the day when there is only strace. */
static void add_strace(struct view *view, struct blocks *blocks)
{
	if (!view->call)
		return;
	struct buf text = {0};
	call_print_strace(&view->call->event->call, &text);
	blocks_add(blocks,
		   (struct block){.rank = BLOCK_ROOMY,
				  .raw = true,
				  .style = STYLE_PAST,
				  .lead = "strace:",
				  .lead_style = STYLE_LABEL,
				  .text = buf_keep(&text, &view->arena)});
}

static void add_answer(struct view *view, struct blocks *blocks)
{
	const struct prediction *prediction = explain_asked(view);
	if (!prediction)
		return;
	if (prediction->recalls)
		explain_words(blocks, BLOCK_NEEDED, STYLE_TITLE,
			      prediction->question);
	explain_words(blocks, BLOCK_NEEDED, STYLE_LABEL, explain_said(view));
	explain_words(blocks, BLOCK_NEEDED, STYLE_TITLE, explain_answer(view));
	if (explain_is_unmet(view))
		return;
	explain_words(blocks, BLOCK_NEEDED, STYLE_PLAIN, explain_reply(view));
	explain_words(blocks, BLOCK_NEEDED, STYLE_PLAIN, prediction->why);
}

static void add_beginning(struct view *view, struct blocks *blocks)
{
	const struct lesson *lesson = view->scene->lesson;
	if (lesson->objective)
		blocks_add(blocks,
			   (struct block){.rank = BLOCK_USEFUL,
					  .lead = sentence_text("you-will"),
					  .lead_style = STYLE_LABEL,
					  .style = STYLE_TITLE,
					  .text = lesson->objective});
	explain_words(blocks, BLOCK_NEEDED, STYLE_PLAIN,
		      words_in_notation(&view->arena, view->scene->notation,
					lesson->introduction));
	if (view->scene->now.replay && !lesson->step_count)
		explain_words(blocks, BLOCK_NEEDED, STYLE_PLAIN,
			      sentence_text("what-was-done-in"));
	else if (!lesson->step_count)
		explain_words(blocks, BLOCK_NEEDED, STYLE_PLAIN,
			      sentence_text("here-you-say-what"));
	if (lesson->setup_count && !view->scene->now.paper)
		explain_words(blocks, BLOCK_EXTRA, STYLE_PAST,
			      sentence_text("the-calls-above-were"));
	// On larger screens the wire panel says so.
	if (view->small)
		explain_words(blocks, BLOCK_USEFUL, STYLE_MESSAGE,
			      view->scene->missing);
}

/* Where the learner found another way, the lesson's is worth a look. */
static void add_other_way(struct view *view, struct blocks *blocks)
{
	const struct beat *beat = view->beat;
	struct buf text = {0}, made = {0};
	if (beat->kind != BEAT_TRY || !view->call || !view->call->own)
		return;
	call_print(&beat->call, view->scene->notation, &text);
	call_print(&view->call->event->call, view->scene->notation, &made);
	if (strcmp(buf_text(&text), buf_text(&made)) != 0)
		blocks_add(
			blocks,
			(struct block){
				.rank = BLOCK_EXTRA,
				.style = STYLE_CODE,
				.raw = true,
				.lead = sentence_text("the-lesson-would-say"),
				.lead_style = STYLE_LABEL,
				.text = buf_keep(&text, &view->arena)});
	buf_done(&text);
	buf_done(&made);
}

/* Whether the learner is there to say if they knew an answer. */
static bool is_judged(const struct scene *scene)
{
	return !scene->now.paper && !scene->now.replay && !scene->stage;
}

/* Whether the wire was told something behind the viewed beat whose words were
 * true by then: they are of what was so before. */
static bool is_overtaken(const struct view *view)
{
	const struct scene *scene = view->scene;
	bool is_over = false, is_unmet = false, is_told = false;
	for (size_t i = scene->begin; i < scene->end && !is_told; i++) {
		const struct event *event = journal_at(scene->journal, i);
		is_over |= event->kind == EVENT_MOVE &&
			   event->as.move.phase == MOVE_OVER;
		is_told = is_over && event->kind == EVENT_ORDER;
		for (size_t k = scene->begin; is_told && k < i; k++)
			is_unmet |= journal_is_unmet(scene->journal, k, i);
	}
	return is_told && !is_unmet;
}

static void add_after(struct view *view, struct blocks *blocks)
{
	const char *after = view->beat->after;
	if (explain_is_unmet(view))
		after = explain_unmet(view);
	else if (after && is_overtaken(view))
		explain_words(blocks, BLOCK_NEEDED, STYLE_LABEL,
			      sentence_text("before-your-order-to"));
	explain_words(blocks, BLOCK_NEEDED, STYLE_PLAIN, after);
}

static void add_own_words(struct view *view, struct blocks *blocks)
{
	const struct beat *beat = view->beat;
	if (beat->kind == BEAT_READ && beat->before)
		explain_words(blocks, BLOCK_NEEDED, STYLE_PLAIN, beat->before);
	if (beat->kind == BEAT_MODIFY)
		blocks_add(blocks, (struct block){.lead = sentence_text(
							  "try-it-yourself"),
						  .lead_style = STYLE_TITLE,
						  .text = beat->question});
	if (beat->kind == BEAT_MODIFY && !view->scene->now.paper)
		explain_words(
			blocks, BLOCK_USEFUL, STYLE_LABEL,
			SENTENCE_KEPT(&view->arena, "press-and-type-the",
				      SLOT_TEXT("key", view_key(view, "prompt",
								":"))));
	// A choice that was made is judged already.
	if (beat->kind == BEAT_RECALL && !explain_asked(view)) {
		explain_words(blocks, BLOCK_NEEDED, STYLE_TITLE,
			      beat->question);
		explain_words(blocks, BLOCK_NEEDED, STYLE_PLAIN, beat->answer);
		if (is_judged(view->scene) && !beat->prediction)
			explain_words(blocks, BLOCK_USEFUL, STYLE_KEY,
				      sentence_text("did-you-know-it"));
	}
	add_after(view, blocks);
}

/* What the lesson says of its beat. */
static void add_lesson_words(struct view *view, struct blocks *blocks)
{
	add_answer(view, blocks);
	add_own_words(view, blocks);
	reason_add(view, blocks);
	add_other_way(view, blocks);
	bool has_more = view->beat->more && !view->scene->now.paper;
	if (has_more && view->scene->overlay == OVERLAY_NONE)
		explain_words(
			blocks, BLOCK_EXTRA, STYLE_LABEL,
			SENTENCE_KEPT(
				&view->arena, "there-is-more-about",
				SLOT_TEXT("key", view_key(view, "more", "m"))));
	add_strace(view, blocks);
	if (has_more && view->scene->overlay == OVERLAY_NONE)
		explain_words(blocks, BLOCK_ROOMY, STYLE_PLAIN,
			      view->beat->more);
}

void explain_happened(struct view *view, struct blocks *blocks, bool titled)
{
	const struct scene *scene = view->scene;
	if (scene->broken)
		explain_words(
			blocks, BLOCK_NEEDED, STYLE_TROUBLE,
			SENTENCE_KEPT(&view->arena,
				      scene->now.paper
					      ? "the-lesson-cannot-go"
					      : "the-lesson-cannot-go-on",
				      SLOT_TEXT("reason", scene->broken)));
	add_order(view, blocks);
	add_results(view, blocks, titled);
	add_otherwise(view, blocks);
	explain_events(view, blocks);
	if (!scene->viewed) {
		add_beginning(view, blocks);
	} else if (!scene->now.busy && view->beat) {
		add_lesson_words(view, blocks);
	} else if (!scene->now.busy) {
		if (scene->is_step && explain_is_unmet(view))
			explain_words(blocks, BLOCK_NEEDED, STYLE_PLAIN,
				      explain_unmet(view));
		reason_add_change(view, blocks);
		reason_add(view, blocks);
		explain_program_happened(view, blocks);
		add_strace(view, blocks);
	}
}
