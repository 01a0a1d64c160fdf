/* explain_next: the words of a scene: what comes next, and whose turn it is.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/table/symbol.h"
#include "call/whole/parse.h"
#include "lesson/asked.h"
#include "show/explain/ending.h"
#include "show/explain/explain.h"
#include "show/explain/explain_program.h"
#include "show/explain/reason.h"
#include "show/view/in_python.h"

static bool is_free_lab(const struct view *view)
{
	return !view->step_count;
}

const char *explain_next_title(struct view *view)
{
	const struct scene *scene = view->scene;
	const struct lesson *lesson = scene->lesson;
	if (is_free_lab(view) && !scene->now.replay && !view->back &&
	    !scene->now.busy && !scene->broken)
		return sentence_text("next");
	if (!view->next)
		return NULL;
	bool recalls =
		view->next->prediction && view->next->prediction->recalls;
	bool is_puzzle = scene->now.asking && view->next->prediction &&
			 view->next->prediction->kind == ASKED_CALLS;
	if (scene->beats && view->step == view->next_step)
		return recalls	   ? sentence_text("next-what-do-you")
		       : is_puzzle ? sentence_text("next-in-which-order")
		       : scene->now.asking
			       ? sentence_text("next-what-do-you-expect")
		       : scene->now.trying ? sentence_text("next-your-turn")
					   : sentence_text("next");
	const struct step *step = &lesson->steps[view->next_step];
	struct buf title = {0};
	const struct slot number = SLOT_NUMBER("step", view->next_step + 1);
	const struct slot count = SLOT_NUMBER("steps", lesson->step_count);
	if (step->title)
		SENTENCE(&title, "next-step-titled", number, count,
			 SLOT_TEXT("title", step->title));
	else
		SENTENCE(&title, "next-step", number, count);
	return buf_keep(&title, &view->arena);
}

/* How many of the room said so, behind an option. */
static const char *votes_for(struct view *view, size_t option)
{
	const struct scene_votes *votes = &view->scene->votes;
	if (!votes->given)
		return NULL;
	return arena_printf(&view->arena, "%u", votes->counts[option]);
}

static void add_how(struct view *view, const struct prediction *prediction,
		    struct blocks *blocks)
{
	struct buf text = {0};
	asked_print_how(prediction, &text);
	blocks_add(blocks,
		   (struct block){.lead = sentence_text("type-answer"),
				  .lead_style = STYLE_KEY,
				  .indent = 1,
				  .style = STYLE_PAST,
				  .text = SENTENCE_KEPT(
					  &view->arena, "how-or-unknown",
					  SLOT_TEXT("how", buf_text(&text)))});
	buf_done(&text);
}

static void add_options(struct view *view, struct blocks *blocks)
{
	const struct prediction *prediction = view->next->prediction;
	explain_words(blocks, BLOCK_NEEDED, STYLE_TITLE, prediction->question);
	for (size_t i = 0; i < prediction->option_count; i++)
		blocks_add(
			blocks,
			(struct block){.lead = asked_lead(prediction, i),
				       .lead_style = STYLE_KEY,
				       .indent = 1,
				       .raw = prediction->kind == ASKED_CALLS,
				       .text = explain_option(view->scene,
							      prediction, i,
							      &view->arena),
				       .tail = votes_for(view, i),
				       .tail_style = STYLE_CHANGED});
	if (asked_in_words(prediction) && view->scene->now.follows)
		return;
	if (asked_in_words(prediction)) {
		add_how(view, prediction, blocks);
		return;
	}
	blocks_add(blocks,
		   (struct block){.lead = "?)",
				  .lead_style = STYLE_KEY,
				  .indent = 1,
				  .style = STYLE_PAST,
				  .text = sentence_text("option-unknown"),
				  .tail = votes_for(view, LESSON_OPTIONS_MAX),
				  .tail_style = STYLE_CHANGED});
}

static void add_call(struct view *view, struct blocks *blocks,
		     enum block_rank rank)
{
	const struct beat *next = view->next;
	struct buf text = {0};
	const char *lead = NULL;
	const char *key = view_key(view, "next", "space");
	// Who follows a talk has no key for it.
	const char *when = view->scene->now.asking || view->scene->now.follows
				   ? sentence_text("then")
				   : arena_printf(&view->arena, "%s:", key);
	if (next->kind == BEAT_CALL) {
		lead = arena_printf(&view->arena, "%s %s:", when, next->actor);
		call_print_shown(&next->call, view->scene->notation, &text);
	} else if (next->kind == BEAT_COMMAND) {
		lead = arena_printf(&view->arena, "%s $", when);
		buf_puts(&text, next->command);
	} else if (next->kind == BEAT_WIRE) {
		lead = SENTENCE_KEPT(&view->arena, "next-wire",
				     SLOT_TEXT("when", when));
		order_print(&next->order, &text);
		// It ends as soon as what is expected is there.
		if (next->order.kind == ORDER_WAIT && next->expect_count)
			SENTENCE_LINE(&text, " ", "", "at-most");
	} else if (next->kind == BEAT_LAUNCH) {
		lead = SENTENCE_KEPT(&view->arena, "next-start",
				     SLOT_TEXT("key", key),
				     SLOT_TEXT("actor", next->actor));
		for (size_t i = 0; next->launch->words[i]; i++)
			buf_printf(&text, "%s%s", i ? " " : "",
				   next->launch->words[i]);
	} else if (next->kind == BEAT_SIGNAL) {
		lead = SENTENCE_KEPT(&view->arena, "next-signal",
				     SLOT_TEXT("key", key),
				     SLOT_TEXT("actor", next->actor));
		buf_puts(&text, symbol_name(SYMBOL_SIGNAL, next->signal));
	}
	if (!lead)
		return;
	blocks_add(blocks,
		   (struct block){.rank = rank,
				  .style = STYLE_CODE,
				  .raw = true,
				  .lead = lead,
				  .lead_style = STYLE_KEY,
				  .text = buf_keep(&text, &view->arena)});
}

/* --- the learner's turn ----------------------------------------------------
 */

/* The hints that were given for the beat that comes next, latest first; how
 * many there are. */
static size_t find_hints(const struct view *view,
			 const struct event_hint **hints, size_t most)
{
	const struct scene *scene = view->scene;
	size_t step, beat, count = 0;
	lesson_beat_at(scene->lesson, scene->beats, &step, &beat);
	for (size_t i = scene->end; i-- > 0 && count < most;) {
		const struct event *event = journal_at(scene->journal, i);
		const struct event_hint *hint = &event->as.hint;
		if (event->kind == EVENT_HINT && !hint->done &&
		    hint->step == (int)step && hint->beat == (int)beat)
			hints[count++] = hint;
	}
	return count;
}

/* The latest hint is what is thought about; those before it stand below. They
 * are not counted: a number would invite to get to the end of them. */
static void add_hints(struct view *view, struct blocks *blocks)
{
	const struct event_hint *hints[LESSON_HINTS_MAX + 1];
	size_t count = find_hints(view, hints, COUNT(hints));
	for (size_t i = 0; i < count; i++) {
		struct buf text = {0};
		if (hints[i]->text)
			buf_puts(&text, words_in_notation(&view->arena,
							  view->scene->notation,
							  hints[i]->text));
		else
			call_print(&view->next->call, view->scene->notation,
				   &text);
		blocks_add(blocks,
			   (struct block){
				   .rank = i ? BLOCK_EXTRA : BLOCK_NEEDED,
				   .lead = sentence_text(
					   i ? SENTENCE_ID("hint-before")
					     : SENTENCE_ID("hint")),
				   .lead_style = i ? STYLE_LABEL : STYLE_TITLE,
				   .raw = !hints[i]->text,
				   .style = hints[i]->text ? STYLE_PLAIN
							   : STYLE_CODE,
				   .text = buf_keep(&text, &view->arena)});
	}
}

static void add_turn(struct view *view, struct blocks *blocks)
{
	blocks_add(
		blocks,
		(struct block){
			.lead = arena_printf(&view->arena,
					     "%s:", view->next->actor),
			.lead_style = STYLE_KEY,
			.text = view->scene->viewed > 0 && view->scene->is_free
					? sentence_text("another-try-type-the")
					: sentence_text("your-turn-type-the")});
	add_hints(view, blocks);
}

/* A call that works in any lab, in the notation that the learner sees. */
static void add_example(struct view *view, struct blocks *blocks)
{
	struct call call;
	struct err err;
	struct buf text = {0};
	const struct lesson *lesson = view->scene->lesson;
	if (!call_parse(str_from("s = socket(AF_INET, SOCK_STREAM)"),
			&view->arena, &call, NULL, &err))
		return;
	if (lesson->actor_count)
		buf_printf(&text, "%s: ", lesson->actors[0].name);
	call_print_shown(&call, view->scene->notation, &text);
	blocks_add(blocks,
		   (struct block){.lead = sentence_text("type-a-call-such"),
				  .lead_style = STYLE_KEY,
				  .raw = true,
				  .style = STYLE_CODE,
				  .text = buf_keep(&text, &view->arena)});
}

/* What there was to be tried by oneself before the viewed move, or NULL. */
static const char *asked_to_try(struct view *view)
{
	const struct scene *scene = view->scene;
	size_t step, index;
	if (!scene->beats || !scene->lesson->step_count)
		return NULL;
	lesson_beat_at(scene->lesson, scene->beats - 1, &step, &index);
	const struct beat *beat = &scene->lesson->steps[step].beats[index];
	return beat->kind == BEAT_MODIFY
		       ? words_in_notation(&view->arena, scene->notation,
					   beat->question)
		       : NULL;
}

/* After something of their own, the learner is told the way back. What was to
 * be tried stays until the lesson goes on. */
static void add_way_back(struct view *view, struct blocks *blocks)
{
	const struct scene *scene = view->scene;
	bool tries = scene->now.trying && !scene->now.stuck;
	const char *lost = scene->now.lost;
	if (!scene->is_free || scene->is_step || (tries && !lost))
		return;
	const char *question = asked_to_try(view);
	if (question)
		blocks_add(blocks, (struct block){.rank = BLOCK_NEEDED,
						  .lead = sentence_text(
							  "try-it-yourself"),
						  .lead_style = STYLE_TITLE,
						  .text = question});
	explain_words(
		blocks, scene->now.stuck || lost ? BLOCK_NEEDED : BLOCK_USEFUL,
		STYLE_LABEL,
		scene->now.stuck
			? SENTENCE_KEPT(
				  &view->arena, "your-own-is-in-the-way",
				  SLOT_TEXT("rewind",
					    view_key(view, "rewind", "r")))
		: lost	   ? SENTENCE_KEPT(&view->arena, "your-own-ended",
					   SLOT_TEXT("actor", lost),
					   SLOT_TEXT("rewind",
						     view_key(view, "rewind", "r")))
		: question ? sentence_text("when-you-have-tried")
			   : sentence_text("that-was-your-own"));
}

static bool is_check(const struct view *view)
{
	return view->scene->lesson->is_exercise;
}

/* The check ends where it fails, and that is the place to look around. */
static void add_way_again(struct view *view, struct blocks *blocks)
{
	explain_words(
		blocks, BLOCK_USEFUL, STYLE_LABEL,
		SENTENCE_KEPT(
			&view->arena, "the-check-ends-here",
			SLOT_TEXT("back", view_key(view, "back", "← →")),
			SLOT_TEXT("rewind", view_key(view, "rewind", "r")),
			SLOT_TEXT("reset", view_key(view, "reset", "R"))));
}

static void add_no_next(struct view *view, struct blocks *blocks)
{
	const struct scene *scene = view->scene;
	if (view->back || scene->now.replay || scene->now.busy || scene->broken)
		return;
	if (scene->programs.turn || (view_is_tracing(view) && !is_check(view)))
		explain_program_next(view, blocks);
	else if (is_free_lab(view) && reason_add_follow(view, blocks))
		return;
	else if (is_free_lab(view))
		add_example(view, blocks);
	else if (scene->now.fails)
		add_way_again(view, blocks);
	else if (!scene->viewed || scene->beats < lesson_beats(scene->lesson))
		return;
	else if (is_check(view) || scene->is_free)
		explain_words(blocks, BLOCK_USEFUL, STYLE_LABEL,
			      is_check(view)
				      ? sentence_text("played-like-this-the")
				      : sentence_text("the-lesson-is-over"));
	else
		ending_add(view, blocks);
}

void explain_next(struct view *view, struct blocks *blocks)
{
	const struct beat *next = view->next;
	if (!next) {
		add_no_next(view, blocks);
		return;
	}
	add_way_back(view, blocks);
	// Words to be read or tried come after the key; to see them twice
	// would only look like something new.
	if (next->kind != BEAT_READ)
		explain_words(blocks, BLOCK_NEEDED, STYLE_PLAIN, next->before);
	const char *key = view_key(view, "next", "space");
	bool asks = view->scene->now.asking && next->prediction;
	if (next->kind == BEAT_RECALL && !asks)
		explain_words(blocks, BLOCK_NEEDED, STYLE_TITLE,
			      next->question);
	if (asks) {
		if (next->prediction->kind != ASKED_CALLS)
			add_call(view, blocks, BLOCK_USEFUL);
		add_options(view, blocks);
		return;
	}
	if (next->kind == BEAT_TRY && !view->scene->now.follows) {
		add_turn(view, blocks);
		return;
	}
	// The code panel marks the next call; a command stands only here.
	bool marked = next->kind == BEAT_CALL && !view->small;
	add_call(view, blocks, marked ? BLOCK_USEFUL : BLOCK_NEEDED);
	if (next->kind == BEAT_RECALL && !next->prediction)
		explain_words(
			blocks, BLOCK_USEFUL, STYLE_KEY,
			SENTENCE_KEPT(
				&view->arena, "write-your-answer-see",
				SLOT_TEXT("edit", view_key(view, "edit", "e")),
				SLOT_TEXT("key", key)));
	if (next->kind == BEAT_READ)
		explain_words(blocks, BLOCK_USEFUL, STYLE_KEY,
			      SENTENCE_KEPT(&view->arena, "read-on",
					    SLOT_TEXT("key", key)));
	if (next->kind == BEAT_MODIFY)
		explain_words(blocks, BLOCK_USEFUL, STYLE_KEY,
			      SENTENCE_KEPT(&view->arena,
					    "something-to-try-yourself",
					    SLOT_TEXT("key", key)));
}
