/* explain_program: the words of a scene with traced programs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program makes its own calls, so what comes next is known: it is stopped at
 * the entry of a call, with the values that it gave. What is said of that call
 * is told from the state in which it would be made now.
 */
#include "show/explain/explain_program.h"

#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "show/explain/aftermath.h"
#include "show/explain/explain.h"
#include "show/explain/finding_words.h"
#include "show/explain/written.h"
#include "show/reason/looked_up.h"
#include "show/reason/situation.h"

#include <string.h>

/* --- what happened ---------------------------------------------------------
 */

/* Those that are not worth a word of their own, but for the last few. */
static size_t skip_calls(const struct view *view)
{
	enum { CALLS_MOST = 12 };
	size_t first = view->call_count, found = 0;
	while (first > 0 && found < CALLS_MOST) {
		const struct made_call *made = &view->calls[--first];
		found += made->moved && !made->pending && made != view->call;
	}
	return first;
}

/* "12 calls of a name lookup": what was folded in the viewed move. */
static void add_folded(struct view *view, struct blocks *blocks)
{
	const struct scene *scene = view->scene;
	unsigned counts[NOISE_COUNT] = {0}, all = 0;
	struct looked_up lookup = {0};
	struct buf text = {0};
	for (size_t i = scene->begin; !scene->noise && i < scene->end; i++) {
		const struct event *event = journal_at(scene->journal, i);
		if (event->kind != EVENT_CALL ||
		    event->as.call.phase != CALL_RETURN)
			continue;
		counts[event->as.call.noise]++;
		if (event->as.call.noise == NOISE_NAMES)
			looked_up_take(&lookup, &event->as.call);
	}
	for (unsigned i = NOISE_NONE + 1; i < NOISE_COUNT; i++) {
		all += counts[i];
		if (counts[i])
			SENTENCE_LINE(&text, text.len ? ", " : "", "",
				      "noise-calls",
				      SLOT_NUMBER("calls", counts[i]),
				      SLOT_TEXT("noise", call_noise_of(i)));
		if (counts[i] && i == NOISE_NAMES)
			looked_up_print(&lookup, &text);
	}
	if (text.len)
		explain_words(
			blocks, BLOCK_EXTRA, STYLE_LABEL,
			SENTENCE_KEPT(
				&view->arena,
				scene->now.paper ? "folded-paper" : "folded",
				SLOT_TEXT("folded", buf_text(&text)),
				SLOT_TEXT("key", view_key(view, "noise", "N")),
				SLOT_NUMBER("calls", all)));
	buf_done(&text);
}

void explain_program_calls(struct view *view, struct blocks *blocks)
{
	size_t first = skip_calls(view), skipped = 0;
	for (size_t i = 0; i < first; i++)
		skipped += view->calls[i].moved && !view->calls[i].pending;
	if (skipped)
		explain_words(
			blocks, BLOCK_EXTRA, STYLE_LABEL,
			SENTENCE_KEPT(&view->arena,
				      view->scene->now.paper
					      ? "calls-before-paper"
					      : "calls-before",
				      SLOT_NUMBER("calls", skipped),
				      SLOT_TEXT("key", view_key(view, "packets",
								"w"))));
	for (size_t i = first; i < view->call_count; i++) {
		const struct made_call *made = &view->calls[i];
		if (!made->moved || made->pending || made == view->call)
			continue;
		struct block block = explain_call(view, made, RESULT_WHOLE);
		block.rank = made->latest ? BLOCK_USEFUL : BLOCK_EXTRA;
		blocks_add(blocks, block);
	}
}

static void add_aftermath(struct view *view, size_t index,
			  struct blocks *blocks)
{
	struct buf text = {0};
	aftermath_print(view->scene->journal, index, view->scene->end, &text);
	if (text.len)
		blocks_add(
			blocks,
			(struct block){.rank = BLOCK_NEEDED,
				       .raw = true,
				       .text = buf_keep(&text, &view->arena)});
	else
		buf_done(&text);
}

static void add_written(struct view *view, struct blocks *blocks)
{
	struct written written = written_make(view);
	for (size_t i = 0; i < written.count; i++) {
		const struct written_line *line = &written.lines[i];
		if (!line->now)
			continue;
		blocks_add(
			blocks,
			(struct block){.rank = BLOCK_USEFUL,
				       .lead = SENTENCE_KEPT(
					       &view->arena, "terminal-of",
					       SLOT_TEXT("actor", line->actor)),
				       .lead_style = STYLE_LABEL,
				       .raw = true,
				       .text = *line->text ? line->text : " "});
	}
}

static void add_beginning(const struct view *view, struct blocks *blocks)
{
	for (size_t i = 0; i < view->call_count; i++) {
		if (!view->calls[i].pending)
			return;
	}
	if (view->scene->now.paper)
		return;
	explain_words(blocks, BLOCK_NEEDED, STYLE_PLAIN,
		      sentence_text("a-program-runs-by"));
	explain_words(blocks, BLOCK_EXTRA, STYLE_PLAIN,
		      sentence_text("t-shows-what-the"));
}

void explain_program_happened(struct view *view, struct blocks *blocks)
{
	const struct scene *scene = view->scene;
	if (!view_is_tracing(view))
		return;
	add_beginning(view, blocks);
	size_t findings = 0;
	for (size_t i = scene->begin; i < scene->end; i++) {
		const struct event *event = journal_at(scene->journal, i);
		if (event->kind == EVENT_FINDING)
			finding_add(view, &event->as.finding,
				    findings++ ? BLOCK_USEFUL : BLOCK_NEEDED,
				    blocks);
		if (event->kind == EVENT_ACTOR &&
		    event->as.actor.phase == ACTOR_ENDED)
			add_aftermath(view, i, blocks);
	}
	add_written(view, blocks);
	add_folded(view, blocks);
}

/* --- what comes next -------------------------------------------------------
 */

static bool is_stopped(const struct actor_view *actor)
{
	return actor->traced && !actor->ended && actor->open &&
	       actor->open->phase == CALL_ENTER;
}

static void add_call(struct view *view, const struct actor_view *actor,
		     const char *key, enum block_rank rank,
		     struct blocks *blocks)
{
	struct buf text = {0};
	call_print_shown(&actor->open->call, view->scene->notation, &text);
	const struct event_source *source = &actor->open->source;
	// Elsewhere the line is seen among the others.
	const char *line = NULL;
	if (view->small && source->line > 0)
		line = SENTENCE_KEPT(&view->arena, "in-line",
				     SLOT_NUMBER("line", source->line));
	blocks_add(blocks, (struct block){.rank = rank,
					  .style = STYLE_CODE,
					  .raw = true,
					  .lead = arena_printf(&view->arena,
							       "%s: %s:", key,
							       actor->name),
					  .lead_style = STYLE_KEY,
					  .text = buf_keep(&text, &view->arena),
					  .tail = line,
					  .tail_style = STYLE_LABEL});
}

/* What the call will meet, or else what such a call does. */
static void add_intent(struct view *view, const struct actor_view *actor,
		       struct blocks *blocks)
{
	struct buf text = {0};
	const struct syscall *syscall = actor->open->call.syscall;
	if (!situation_foresee(view->scene->journal, view->scene->end,
			       actor->open, &text))
		buf_puts(&text,
			 syscall->help ? sentence_text(syscall->help) : "");
	if (text.len)
		blocks_add(
			blocks,
			(struct block){.rank = BLOCK_USEFUL,
				       .raw = true,
				       .text = buf_keep(&text, &view->arena)});
	else
		buf_done(&text);
}

/* "server is blocked in accept4, client has ended": why nobody can go. */
static void add_nobody(struct view *view, struct blocks *blocks)
{
	struct buf text = {0};
	bool alive = false;
	for (size_t i = 0; i < view->actor_count; i++) {
		const struct actor_view *actor = &view->actors[i];
		if (!actor->traced || actor->ended)
			continue;
		alive = true;
		buf_puts(&text, text.len ? "; " : "");
		if (view_reads(view, actor->name))
			SENTENCE(&text, "waits-for-a-line",
				 SLOT_TEXT("actor", actor->name));
		else if (actor->open)
			SENTENCE(&text, "sleeps-in",
				 SLOT_TEXT("actor", actor->name),
				 SLOT_TEXT("call",
					   actor->open->call.syscall->name));
		else
			SENTENCE(&text, "is-in-no-socket",
				 SLOT_TEXT("actor", actor->name));
	}
	if (alive && view->scene->lesson && view->scene->lesson->is_exercise)
		// Its input is what the check says, and the check lets it go.
		explain_words(
			blocks, BLOCK_NEEDED, STYLE_PLAIN,
			SENTENCE_KEPT(&view->arena, "nobody-is-stopped-at",
				      SLOT_TEXT("actors", buf_text(&text))));
	else if (alive)
		explain_words(
			blocks, BLOCK_NEEDED, STYLE_PLAIN,
			SENTENCE_KEPT(
				&view->arena, "nobody-is-stopped-at-a",
				SLOT_TEXT("actors", buf_text(&text)),
				SLOT_TEXT("type", view_key(view, "type", ">")),
				SLOT_TEXT("interrupt",
					  view_key(view, "interrupt", "I")),
				SLOT_TEXT("prompt",
					  view_key(view, "prompt", ":"))));
	else
		explain_words(
			blocks, BLOCK_NEEDED, STYLE_PLAIN,
			SENTENCE_KEPT(&view->arena, "every-program-has-ended",
				      SLOT_TEXT("back",
						view_key(view, "back", "← →")),
				      SLOT_TEXT("reset",
						view_key(view, "reset", "R"))));
	buf_done(&text);
}

void explain_program_next(struct view *view, struct blocks *blocks)
{
	const char *turn = view->scene->programs.turn;
	const struct actor_view *next = turn ? view_actor(view, turn) : NULL;
	if (!next || !is_stopped(next)) {
		add_nobody(view, blocks);
		return;
	}
	add_call(view, next, view_key(view, "next", "space"), BLOCK_NEEDED,
		 blocks);
	add_intent(view, next, blocks);
	for (size_t i = 0; i < view->actor_count; i++) {
		const struct actor_view *actor = &view->actors[i];
		if (actor != next && is_stopped(actor))
			add_call(view, actor, sentence_text("or-tab"),
				 BLOCK_EXTRA, blocks);
	}
}
