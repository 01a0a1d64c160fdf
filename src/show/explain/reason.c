/* reason: why a call failed, sleeps or gave less, on the screen and as lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three sorts of calls have a reason: one that failed, one that sleeps, and one
 * that came back well with less than was hoped, which only the state shows.
 */
#include "show/explain/reason.h"

#include "base/sentence.h"
#include "base/text.h"
#include "call/table/syscalls.h"
#include "call/whole/fault.h"
#include "show/explain/explain.h"
#include "show/plain/plain_state.h"
#include "show/reason/situation.h"
#include "show/reason/usual.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

/* Whether the lesson has words about the viewed move, and they hold. */
static bool has_words(const struct view *view)
{
	return view->beat && view->beat->after && !explain_is_unmet(view);
}

/* Whether the learner looks for a call, and gets hints. */
static bool has_hints(const struct view *view)
{
	return !view->beat && view->scene->now.trying;
}

static bool went_well(const struct event_call *event)
{
	return event->phase == CALL_RETURN && !event->call.result.error &&
	       !event->call.result.signal;
}

/* Whether what the state shows about the call is to be told here. */
static bool is_told(const struct view *view, const struct event_call *event)
{
	if (view->scene->overlay == OVERLAY_MORE)
		return true;
	if (has_words(view))
		return false;
	// In a lesson a call that went well needs no more words than it has.
	return !went_well(event) || !view->beat || explain_is_unmet(view);
}

size_t reason_made_at(const struct view *view, const struct made_call *made)
{
	const struct scene *scene = view->scene;
	const char *mover = scene->mover;
	bool was_stopped = text_is(mover, made->event->actor) &&
			   made->entered < scene->begin;
	return was_stopped ? scene->begin : made->entered;
}

/* The sentences of show/reason/situation.h, or NULL; the caller frees. */
static char *situation_of(const struct view *view, const struct made_call *made)
{
	struct buf text = {0};
	if (is_told(view, made->event))
		situation_explain(view->scene->journal,
				  reason_made_at(view, made), view->scene->end,
				  made->event, &text);
	return text.len ? buf_take(&text) : NULL;
}

static const struct error_help *help_of(const struct view *view,
					const struct event_call *event)
{
	return usual_cause(view->scene->journal, view->scene->end, event);
}

static void add(struct blocks *blocks, enum block_rank rank, const char *lead,
		const char *text)
{
	blocks_add(blocks, (struct block){.rank = rank,
					  .lead = lead,
					  .lead_style = STYLE_LABEL,
					  .text = text});
}

/* In one step several programs may have moved: whose call it is, where that is
 * not the one that the step is about. */
static const char *reason_text(struct view *view, const struct made_call *made,
			       const char *text)
{
	if (made == view->call || !view_is_tracing(view))
		return arena_strdup(&view->arena, text);
	return SENTENCE_KEPT(&view->arena, "here-of-another",
			     SLOT_TEXT("actor", made->event->actor),
			     SLOT_TEXT("call", made->event->call.syscall->name),
			     SLOT_TEXT("reason", text));
}

static bool add_situation(struct view *view, const struct made_call *made,
			  struct blocks *blocks)
{
	AUTO_FREE char *text = situation_of(view, made);
	if (!text)
		return false;
	// Where there is little room, a hint is worth more.
	bool is_needed = !went_well(made->event) && !has_hints(view);
	// Not as the words of a lesson: a star of ss is no emphasis.
	blocks_add(
		blocks,
		(struct block){.rank = is_needed ? BLOCK_NEEDED : BLOCK_USEFUL,
			       .lead = sentence_text("here"),
			       .lead_style = STYLE_LABEL,
			       .raw = true,
			       .text = reason_text(view, made, text)});
	return true;
}

static void add_origin(struct view *view, const struct error_help *help,
		       struct blocks *blocks)
{
	const char *id = view->scene->lesson->id;
	if (help->taught && text_is(help->taught, id))
		add(blocks, BLOCK_NEEDED, sentence_text("taught-in"),
		    sentence_text("this-lesson"));
	else if (help->taught)
		add(blocks, BLOCK_NEEDED, sentence_text("taught-in"),
		    SENTENCE_KEPT(&view->arena, "the-lesson",
				  SLOT_TEXT("lesson", help->taught)));
	add(blocks, BLOCK_NEEDED, sentence_text("source"), help->source);
}

static void add_help(struct view *view, const struct error_help *help,
		     bool is_said, struct blocks *blocks)
{
	bool whole = view->scene->overlay == OVERLAY_MORE;
	bool is_extra = !whole && (has_words(view) || has_hints(view));
	enum block_rank rank = is_extra ? BLOCK_EXTRA : BLOCK_NEEDED;
	add(blocks, is_said && !whole ? BLOCK_EXTRA : rank,
	    sentence_text("usual-cause"), sentence_of("errors", help->cause));
	add(blocks, rank, sentence_text("what-to-do"),
	    sentence_of("errors", help->next));
	if (whole)
		add_origin(view, help, blocks);
}

/* Of a program that went through many calls, the last that failed; to be told
 * to try again is no failure. */
static const struct made_call *last_failed(const struct view *view)
{
	for (size_t i = view->call_count; i > 0; i--) {
		const struct made_call *made = &view->calls[i - 1];
		int error = made->event->call.result.error;
		if (made->moved && !made->pending && error && error != EAGAIN &&
		    error != EINPROGRESS)
			return made;
	}
	return NULL;
}

void reason_add(struct view *view, struct blocks *blocks)
{
	const struct made_call *failed = last_failed(view);
	bool is_said = view->call && add_situation(view, view->call, blocks);
	for (size_t i = 0; i < view->call_count; i++) {
		const struct made_call *made = &view->calls[i];
		if (made != view->call && made->moved && !made->pending &&
		    (made->latest || made == failed || !view_is_tracing(view)))
			add_situation(view, made, blocks);
	}
	const struct error_help *help =
		view->call ? help_of(view, view->call->event) : NULL;
	if (help)
		add_help(view, help, is_said, blocks);
}

/* A call of the learner's in a free lab that came back well. */
static bool is_free_success(const struct view *view,
			    const struct made_call *made)
{
	return !view->step_count && !view_is_tracing(view) && made &&
	       made->moved && went_well(made->event);
}

/* Adds the block with the sentences, or nothing. */
static void add_told(struct view *view, situation_told_fn *told,
		     struct block block, struct blocks *blocks)
{
	const struct made_call *made = view->call;
	struct buf text = {0};
	if (is_free_success(view, made) &&
	    told(view->scene->journal, reason_made_at(view, made),
		 view->scene->end, made->event, &text)) {
		block.raw = true;
		block.text = buf_keep(&text, &view->arena);
		blocks_add(blocks, block);
		return;
	}
	buf_done(&text);
}

void reason_add_change(struct view *view, struct blocks *blocks)
{
	add_told(view, situation_changed,
		 (struct block){.rank = BLOCK_EXTRA,
				.lead = sentence_text("changed"),
				.lead_style = STYLE_LABEL},
		 blocks);
}

bool reason_add_follow(struct view *view, struct blocks *blocks)
{
	size_t before = blocks->count;
	add_told(view, situation_follows,
		 (struct block){.rank = BLOCK_USEFUL,
				.lead = sentence_text("could-follow"),
				.lead_style = STYLE_KEY},
		 blocks);
	return blocks->count > before;
}

static void print_untold(const char *lead, const char *text, const char *told,
			 struct buf *out)
{
	AUTO_FREE char *before = xprintf("  %s ", lead);
	if (text && !strstr(told, text))
		plain_words(before, text, out);
}

void reason_print(const struct view *view, const struct made_call *made,
		  const char *told, struct buf *out)
{
	AUTO_FREE char *text = situation_of(view, made);
	const struct error_help *help = help_of(view, made->event);
	print_untold(sentence_text("plain-here"), text, told, out);
	if (!help)
		return;
	print_untold(sentence_text("plain-cause"),
		     sentence_of("errors", help->cause), told, out);
	print_untold(sentence_text("plain-to-do"),
		     sentence_of("errors", help->next), told, out);
}

void reason_print_follow(const struct view *view, const struct made_call *made,
			 struct buf *out)
{
	struct buf text = {0};
	if (is_free_success(view, made) && made == view->call &&
	    situation_follows(view->scene->journal, reason_made_at(view, made),
			      view->scene->end, made->event, &text))
		print_untold(sentence_text("plain-could-follow"),
			     buf_text(&text), "", out);
	buf_done(&text);
}
