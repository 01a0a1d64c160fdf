/* explain: the words of a scene: what happened, and what comes next.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The order is the learner's: the result of the call just made, what they had
 * said about it, why it is so; then what comes next. A lesson's claim about
 * the result (the right option, the why, the words after it) is left out when
 * an expectation was not met: then the kernel did something else.
 */
#include "show/explain.h"

#include "call/errors.h"
#include "call/syscalls.h"
#include "journal/held.h"
#include "show/given.h"
#include "show/panel.h"

#include <string.h>

const char *explain_unmet(const struct view *view)
{
	const struct scene *scene = view->scene;
	size_t held;
	free(journal_held(scene->journal, scene->end, &held));
	return held ? "The wire holds packets back, so this is not what the "
		      "lesson expects. Let them go on (the key . takes the "
		      "first), and its explanation follows."
		    : "This is not what the lesson expects of the kernel, so "
		      "its explanation is left out.";
}

static const char *keep(struct view *view, struct buf *text)
{
	const char *copy = arena_strdup(&view->arena, buf_text(text));
	buf_done(text);
	return copy;
}

static void add_words(struct blocks *blocks, enum block_rank rank,
		      enum style style, const char *words)
{
	if (words && *words)
		blocks_add(blocks, (struct block){.rank = rank,
						  .style = style,
						  .text = words});
}

/* --- what happened ---------------------------------------------------------
 */

static struct block result_block(struct view *view,
				 const struct made_call *made,
				 enum result_detail detail)
{
	const struct event_call *event = made->event;
	struct buf call = {0}, tail = {0};
	call_print(&event->call, view->scene->notation, &call);
	bool whole = detail == RESULT_WHOLE;
	enum style style = result_words(event, !whole, &tail);
	bool returned = event->phase == CALL_RETURN;
	if (returned && detail >= RESULT_GIVEN)
		given_print(&event->call, &tail);
	if (whole && event->phase == CALL_BLOCKED) {
		buf_printf(&tail, " in %s: asleep in the kernel",
			   event->call.syscall->name);
	} else if (whole && returned && !event->call.result.signal) {
		buf_puts(&tail, "  ");
		time_print(event->call.result.elapsed, &tail);
	}
	return (struct block){
		.style = STYLE_CODE,
		.raw = true,
		.lead = arena_printf(&view->arena, "%s:", event->actor),
		.lead_style = STYLE_TITLE,
		.text = keep(view, &call),
		.tail_style = style,
		.tail = keep(view, &tail),
	};
}

bool explain_result(struct view *view, enum result_detail detail,
		    struct block *block)
{
	if (view->call)
		*block = result_block(view, view->call, detail);
	return view->call != NULL;
}

/* The order that the viewed beat gave to the wire. */
static void add_order(struct view *view, struct blocks *blocks)
{
	if (!view->beat || view->beat->kind != BEAT_WIRE)
		return;
	struct buf text = {0};
	order_print(&view->beat->order, &text);
	blocks_add(blocks, (struct block){.style = STYLE_CODE,
					  .raw = true,
					  .lead = "wire:",
					  .lead_style = STYLE_TITLE,
					  .text = keep(view, &text)});
}

/* The viewed call first, then calls of others that came back meanwhile. */
static void add_results(struct view *view, struct blocks *blocks, bool titled)
{
	if (view->call && !titled)
		blocks_add(blocks,
			   result_block(view, view->call, RESULT_WHOLE));
	for (size_t i = 0; view->beat && i < view->call_count; i++) {
		const struct made_call *made = &view->calls[i];
		if (made != view->call && made->moved)
			blocks_add(blocks,
				   result_block(view, made, RESULT_WHOLE));
	}
}

/* The call as strace(1) prints it, for the day when there is only strace. */
static void add_strace(struct view *view, struct blocks *blocks)
{
	if (!view->call)
		return;
	struct buf text = {0};
	call_print_strace(&view->call->event->call, &text);
	blocks_add(blocks, (struct block){.rank = BLOCK_ROOMY,
					  .raw = true,
					  .style = STYLE_PAST,
					  .lead = "strace:",
					  .lead_style = STYLE_LABEL,
					  .text = keep(view, &text)});
}

/* The first one stands for all where there is little room: one order to the
 * wire can make every expectation of a beat fail. */
static void add_unmet(struct view *view, struct blocks *blocks,
		      const struct event_check *check, size_t before)
{
	struct buf text = {0};
	buf_printf(&text, "expected: %s   found: %s", check->text,
		   check->found && *check->found ? check->found : "nothing");
	blocks_add(blocks,
		   (struct block){.rank = before ? BLOCK_EXTRA : BLOCK_NEEDED,
				  .style = STYLE_TROUBLE,
				  .raw = true,
				  .text = keep(view, &text)});
}

static void add_events(struct view *view, struct blocks *blocks)
{
	const struct scene *scene = view->scene;
	size_t unmet = 0;
	for (size_t i = scene->begin; i < scene->end; i++) {
		const struct event *event = journal_at(scene->journal, i);
		if (event->kind == EVENT_NOTE)
			add_words(blocks, BLOCK_NEEDED, STYLE_MESSAGE,
				  event->as.note);
		if (journal_is_unmet(scene->journal, i, scene->end))
			add_unmet(view, blocks, &event->as.check, unmet++);
	}
	if (unmet > 1)
		add_words(blocks, BLOCK_NEEDED, STYLE_TROUBLE,
			  arena_printf(&view->arena,
				       "%zu expectations in all were not met; "
				       "m shows all.",
				       unmet));
}

bool explain_is_unmet(const struct view *view)
{
	const struct scene *scene = view->scene;
	for (size_t i = scene->begin; i < scene->end; i++) {
		if (journal_is_unmet(scene->journal, i, scene->end))
			return true;
	}
	return false;
}

static const struct prediction *asked(const struct view *view)
{
	if (!view->beat || view->scene->answer < -1)
		return NULL;
	return view->beat->prediction;
}

static void print_option(const struct prediction *prediction, size_t i,
			 struct buf *out)
{
	const char *text = prediction->options[i].text;
	buf_printf(out, "%c) %s", 'a' + (int)i, text);
	if (*text && !strchr(".?!", text[strlen(text) - 1]))
		buf_putc(out, '.');
}

static void print_said(const struct prediction *prediction, int answer,
		       struct buf *out)
{
	buf_puts(out, "You said: ");
	if (answer < 0 || (size_t)answer >= prediction->option_count)
		buf_puts(out, "I don't know.");
	else
		print_option(prediction, (size_t)answer, out);
}

/* The call's own result, "0" or "-1 ECONNREFUSED (Connection refused)". */
static void print_found(const struct view *view, struct buf *out)
{
	struct buf result = {0};
	if (!view->call)
		return;
	result_words(view->call->event, false, &result);
	struct str said = str_from(buf_text(&result));
	size_t skip = str_has_prefix(said, "= ") ? 2 : 0;
	buf_printf(out, " The kernel said: %s.", said.data + skip);
	buf_done(&result);
}

/* The one right option, or -1 when there are several. */
static int only_right(const struct prediction *prediction)
{
	int right = -1;
	for (size_t i = 0; i < prediction->option_count; i++) {
		if (!prediction->options[i].right)
			continue;
		if (right >= 0)
			return -1;
		right = (int)i;
	}
	return right;
}

const char *explain_answer(struct view *view)
{
	const struct prediction *prediction = asked(view);
	int answer = view->scene->answer;
	if (!prediction)
		return NULL;
	struct buf text = {0};
	int right = only_right(prediction);
	print_said(prediction, answer, &text);
	if (explain_is_unmet(view) || right < 0) {
		print_found(view, &text);
	} else if (answer == right) {
		buf_puts(&text, " The kernel said the same.");
	} else {
		buf_puts(&text, " The kernel said: ");
		print_option(prediction, (size_t)right, &text);
	}
	return keep(view, &text);
}

static void add_answer(struct view *view, struct blocks *blocks)
{
	const struct prediction *prediction = asked(view);
	if (!prediction)
		return;
	add_words(blocks, BLOCK_NEEDED, STYLE_TITLE, explain_answer(view));
	if (!explain_is_unmet(view))
		add_words(blocks, BLOCK_NEEDED, STYLE_PLAIN, prediction->why);
}

/* The usual cause and the way out, where the lesson has no words of its own
 * they are all there is. */
static void add_error_help(struct view *view, struct blocks *blocks)
{
	const struct event_call *event = view->call ? view->call->event : NULL;
	if (!event || event->phase != CALL_RETURN || !event->call.result.error)
		return;
	const struct error_help *help = error_help_find(
		event->call.syscall->name, event->call.result.error);
	if (!help)
		return;
	bool bare = !view->beat->after;
	enum block_rank rank = bare ? BLOCK_NEEDED : BLOCK_EXTRA;
	blocks_add(blocks, (struct block){.rank = rank,
					  .lead = "Usual cause:",
					  .lead_style = STYLE_LABEL,
					  .text = help->cause});
	blocks_add(blocks, (struct block){.rank = rank,
					  .lead = "What to do:",
					  .lead_style = STYLE_LABEL,
					  .text = help->next});
}

static void add_beginning(struct view *view, struct blocks *blocks)
{
	const struct lesson *lesson = view->scene->lesson;
	if (lesson->objective)
		blocks_add(blocks, (struct block){.rank = BLOCK_USEFUL,
						  .lead = "You will:",
						  .lead_style = STYLE_LABEL,
						  .style = STYLE_TITLE,
						  .text = lesson->objective});
	add_words(blocks, BLOCK_NEEDED, STYLE_PLAIN, lesson->introduction);
	if (lesson->setup_count)
		add_words(blocks, BLOCK_EXTRA, STYLE_PAST,
			  "The calls above were made before the beginning.");
	// On larger screens the wire panel says so.
	if (view->small)
		add_words(blocks, BLOCK_USEFUL, STYLE_MESSAGE,
			  view->scene->missing);
}

static void add_own_words(struct view *view, struct blocks *blocks)
{
	const struct beat *beat = view->beat;
	if (beat->kind == BEAT_READ && beat->before)
		add_words(blocks, BLOCK_NEEDED, STYLE_PLAIN, beat->before);
	if (beat->kind == BEAT_MODIFY)
		blocks_add(blocks, (struct block){.lead = "Try it yourself:",
						  .lead_style = STYLE_TITLE,
						  .text = beat->question});
	if (beat->kind == BEAT_RECALL) {
		add_words(blocks, BLOCK_NEEDED, STYLE_TITLE, beat->question);
		add_words(blocks, BLOCK_NEEDED, STYLE_PLAIN, beat->answer);
	}
	add_words(blocks, BLOCK_NEEDED, STYLE_PLAIN,
		  explain_is_unmet(view) ? explain_unmet(view) : beat->after);
}

void explain_happened(struct view *view, struct blocks *blocks, bool titled)
{
	if (view->scene->broken)
		add_words(blocks, BLOCK_NEEDED, STYLE_TROUBLE,
			  arena_printf(&view->arena,
				       "The lesson cannot go on: %s. Look "
				       "back, rewind, or quit.",
				       view->scene->broken));
	add_order(view, blocks);
	add_results(view, blocks, titled);
	add_events(view, blocks);
	if (!view->beat) {
		add_beginning(view, blocks);
		return;
	}
	if (view->scene->busy)
		return;
	add_answer(view, blocks);
	add_own_words(view, blocks);
	add_error_help(view, blocks);
	if (view->beat->more && view->scene->overlay == OVERLAY_NONE)
		add_words(blocks, BLOCK_EXTRA, STYLE_LABEL,
			  "There is more about this: press m.");
	add_strace(view, blocks);
	if (view->scene->overlay == OVERLAY_NONE)
		add_words(blocks, BLOCK_ROOMY, STYLE_PLAIN, view->beat->more);
}

/* --- what comes next -------------------------------------------------------
 */

const char *explain_next_title(struct view *view)
{
	const struct lesson *lesson = view->scene->lesson;
	if (!view->next)
		return NULL;
	if (view->beat && view->step == view->next_step)
		return view->scene->asking ? "next: what do you expect?"
					   : "next";
	const struct step *step = &lesson->steps[view->next_step];
	struct buf title = {0};
	buf_printf(&title, "next, step %zu of %zu", view->next_step + 1,
		   lesson->step_count);
	if (step->title)
		buf_printf(&title, ": %s", step->title);
	return keep(view, &title);
}

static void add_options(struct view *view, struct blocks *blocks)
{
	const struct prediction *prediction = view->next->prediction;
	add_words(blocks, BLOCK_NEEDED, STYLE_TITLE, prediction->question);
	for (size_t i = 0; i < prediction->option_count; i++)
		blocks_add(
			blocks,
			(struct block){.lead = arena_printf(&view->arena, "%c)",
							    'a' + (int)i),
				       .lead_style = STYLE_KEY,
				       .indent = 1,
				       .text = prediction->options[i].text});
	blocks_add(blocks, (struct block){.lead = "?)",
					  .lead_style = STYLE_KEY,
					  .indent = 1,
					  .style = STYLE_PAST,
					  .text = "I don't know"});
}

static void add_call(struct view *view, struct blocks *blocks,
		     enum block_rank rank)
{
	const struct beat *next = view->next;
	struct buf text = {0};
	const char *lead = NULL;
	if (next->kind == BEAT_CALL) {
		lead = arena_printf(
			&view->arena, "%s %s:",
			view->scene->asking ? "then" : "space:", next->actor);
		call_print(&next->call, view->scene->notation, &text);
	} else if (next->kind == BEAT_COMMAND) {
		lead = view->scene->asking ? "then $" : "space: $";
		buf_puts(&text, next->command);
	} else if (next->kind == BEAT_WIRE) {
		lead = view->scene->asking ? "then wire:" : "space: wire:";
		order_print(&next->order, &text);
	}
	if (!lead)
		return;
	blocks_add(blocks, (struct block){.rank = rank,
					  .style = STYLE_CODE,
					  .raw = true,
					  .lead = lead,
					  .lead_style = STYLE_KEY,
					  .text = keep(view, &text)});
}

void explain_next(struct view *view, struct blocks *blocks)
{
	const struct beat *next = view->next;
	if (!next) {
		if (view->scene->viewed >= lesson_beats(view->scene->lesson) &&
		    view->beat && !view->scene->busy)
			add_words(blocks, BLOCK_USEFUL, STYLE_LABEL,
				  "This was the end of the lesson.");
		return;
	}
	// Words to be read or tried come after the key; to see them twice
	// would only look like something new.
	if (next->kind != BEAT_READ)
		add_words(blocks, BLOCK_NEEDED, STYLE_PLAIN, next->before);
	if (next->kind == BEAT_RECALL)
		add_words(blocks, BLOCK_NEEDED, STYLE_TITLE, next->question);
	if (view->scene->asking && next->prediction) {
		add_call(view, blocks, BLOCK_USEFUL);
		add_options(view, blocks);
		return;
	}
	// The code panel marks the next call; a command stands only here.
	bool marked = next->kind == BEAT_CALL && !view->small;
	add_call(view, blocks, marked ? BLOCK_USEFUL : BLOCK_NEEDED);
	if (next->kind == BEAT_RECALL)
		add_words(blocks, BLOCK_USEFUL, STYLE_KEY, "space: the answer");
	if (next->kind == BEAT_READ)
		add_words(blocks, BLOCK_USEFUL, STYLE_KEY, "space: read on");
	if (next->kind == BEAT_MODIFY)
		add_words(blocks, BLOCK_USEFUL, STYLE_KEY,
			  "space: something to try yourself");
}
