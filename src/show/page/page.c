/* page: a run as a document, move by move.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A move is written in the order in which a learner meets it: the words before
 * it, its call, its question; behind a door, where something is asked, what the
 * kernel did, why, its rows and its packets. All of that is what the screen
 * has: the same scene, the same blocks of words, the same table, the same
 * timeline. Only who reads it may choose the notation, so each paragraph is
 * made in both.
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "journal/order/order.h"
#include "lesson/asked.h"
#include "show/explain/explain.h"
#include "show/explain/written.h"
#include "show/page/form.h"

#include <string.h>

struct scene page_scene(const struct page *page, enum notation notation)
{
	const struct page_run *run = page->run;
	struct scene scene =
		scene_at(run->course, run->lessons[page->move], page->move);
	scene.now.replay = true;
	scene.missing = run->missing;
	scene.notation = page->run->only ? *page->run->only : notation;
	scene.now.paper = true;
	return scene;
}

bool page_is_blank(const struct page *page)
{
	return page->kind == PAGE_SHEET;
}

struct page_code page_call(const struct page *page, const struct call *call,
			   struct arena *arena)
{
	const enum notation *only = page->run->only;
	const char *texts[NOTATION_COUNT];
	for (int i = 0; i < NOTATION_COUNT; i++) {
		struct buf text = {0};
		call_print(call, only ? *only : (enum notation)i, &text);
		texts[i] = arena_strdup(arena, buf_text(&text));
		buf_done(&text);
	}
	return (struct page_code){texts[NOTATION_C], texts[NOTATION_PYTHON]};
}

/* --- headings --------------------------------------------------------------
 */

static const char *title_of_call(const struct made_call *made,
				 struct arena *arena)
{
	const struct event_call *event = made->event;
	return arena_printf(arena, "%s: %s", event->actor,
			    event->call.syscall->name);
}

const char *page_beat_title(const struct beat *beat, struct arena *arena)
{
	static const char *const titles[] = {
		[BEAT_READ] = SENTENCE_ID("page-beat-read"),
		[BEAT_WIRE] = SENTENCE_ID("page-wire"),
		[BEAT_MODIFY] = SENTENCE_ID("page-beat-modify"),
		[BEAT_RECALL] = SENTENCE_ID("page-beat-recall"),
	};
	if (beat->kind == BEAT_CALL)
		return arena_printf(arena, "%s: %s", beat->actor,
				    beat->call.syscall->name);
	if (beat->kind == BEAT_TRY)
		return SENTENCE_KEPT(arena, "page-beat-try",
				     SLOT_TEXT("actor", beat->actor));
	if (beat->kind == BEAT_COMMAND)
		return arena_printf(arena, "$ %s", beat->command);
	if (beat->kind == BEAT_LAUNCH)
		return SENTENCE_KEPT(arena, "page-beat-launch",
				     SLOT_TEXT("actor", beat->actor));
	if (beat->kind == BEAT_SIGNAL)
		return SENTENCE_KEPT(arena, "page-beat-signal",
				     SLOT_TEXT("actor", beat->actor));
	return sentence_text(titles[beat->kind]);
}

static const char *title_of_move(const struct course_move *move,
				 struct arena *arena)
{
	static const char *const titles[MOVE_KIND_COUNT] = {
		[MOVE_BEAT] = SENTENCE_ID("page-wire"),
		[MOVE_CALL] = SENTENCE_ID("page-move-call"),
		[MOVE_RUN] = SENTENCE_ID("page-move-run"),
		[MOVE_ADD_ACTOR] = SENTENCE_ID("page-move-actor"),
		[MOVE_SIGNAL] = SENTENCE_ID("page-move-signal"),
		[MOVE_INTERRUPT] = SENTENCE_ID("page-move-interrupt"),
		[MOVE_TRACE] = SENTENCE_ID("page-move-trace"),
		[MOVE_ATTACH] = SENTENCE_ID("page-move-attach"),
		[MOVE_GO] = SENTENCE_ID("page-move-step"),
		[MOVE_RELEASE] = SENTENCE_ID("page-move-release"),
		[MOVE_TYPE] = SENTENCE_ID("page-move-type"),
		[MOVE_FAULT] = SENTENCE_ID("page-move-fault"),
	};
	if (move->begins_lab)
		return sentence_text("page-new-lab");
	const char *title = sentence_text(titles[move->kind]);
	return move->actor ? arena_printf(arena, "%s: %s", move->actor, title)
			   : title;
}

char *page_document_title(const struct page *page, const struct lesson *lesson)
{
	const char *title =
		lesson->title ? lesson->title : sentence_text("page-run");
	if (page->kind == PAGE_WHOLE)
		return xstrdup(title);
	if (page->kind == PAGE_SHEET)
		return SENTENCE_NEW("page-sheet", SLOT_TEXT("title", title));
	return SENTENCE_NEW("page-answers", SLOT_TEXT("title", title));
}

const char *page_title(const struct page *page, struct view *view)
{
	const struct scene *scene = view->scene;
	const struct course_move *moves = page->run->course->moves;
	if (!scene->viewed)
		return sentence_text("page-beginning");
	if (view->beat)
		return page_beat_title(view->beat, &view->arena);
	if (view->call)
		return title_of_call(view->call, &view->arena);
	if (view->output)
		return arena_printf(&view->arena, "$ %s",
				    view->output->command);
	return title_of_move(&moves[page->move - 1], &view->arena);
}

const char *page_step(struct view *view, const struct beat *beat, size_t index)
{
	const struct lesson *lesson = view->scene->lesson;
	if (!beat || beat != lesson->steps[index].beats)
		return NULL;
	const struct step *step = &lesson->steps[index];
	return arena_printf(&view->arena, "%zu. %s%s%s", index + 1,
			    step->subgoal ? step->subgoal : "",
			    step->subgoal && step->title ? ": " : "",
			    step->title ? step->title : "");
}

/* --- before the beginning --------------------------------------------------
 */

/* One call below the other in both notations, as long as one actor makes them.
 * Returns how many those are. */
static size_t add_setups_of_one(struct page *page, const struct setup *setups,
				size_t count, struct arena *arena)
{
	struct buf c = {0}, python = {0};
	const char *actor = setups[0].actor;
	size_t made = 0;
	for (; made < count && !strcmp(setups[made].actor, actor); made++) {
		const char *end = made ? "\n" : "";
		struct page_code one =
			page_call(page, &setups[made].call, arena);
		buf_printf(&c, "%s%s", end, one.c);
		buf_printf(&python, "%s%s", end, one.python);
	}
	page->form->call(page, arena_printf(arena, "%s:", actor),
			 &(struct page_code){buf_text(&c), buf_text(&python)});
	buf_done(&c);
	buf_done(&python);
	return made;
}

void page_setups(struct page *page, const struct lesson *lesson)
{
	struct arena arena = {0};
	size_t count = lesson->setup_count;
	if (count)
		page->form->words(page, NULL, sentence_text("page-setups"));
	for (size_t i = 0; i < count;)
		i += add_setups_of_one(page, &lesson->setups[i], count - i,
				       &arena);
	arena_done(&arena);
}

/* --- before it is told -----------------------------------------------------
 */

static void before_call(struct page *page, struct view *view,
			const struct beat *beat)
{
	const char *lead = arena_printf(&view->arena, "%s:", beat->actor);
	struct page_code code = page_call(page, &beat->call, &view->arena);
	page->form->call(page, lead, &code);
}

static void before_command(struct page *page, struct view *view,
			   const struct beat *beat)
{
	const char *lead =
		beat->host ? SENTENCE_KEPT(&view->arena, "page-on-host",
					   SLOT_TEXT("host", beat->host))
			   : sentence_text("page-command");
	page->form->call(page, lead,
			 &(struct page_code){beat->command, beat->command});
}

static void before_order(struct page *page, struct view *view,
			 const struct beat *beat)
{
	struct buf text = {0};
	order_print(&beat->order, &text);
	const char *order = buf_keep(&text, &view->arena);
	page->form->call(page, sentence_text("page-lead-wire"),
			 &(struct page_code){order, order});
}

static void before_try(struct page *page, struct view *view,
		       const struct beat *beat)
{
	const char *lead = SENTENCE_KEPT(&view->arena, "page-your-turn",
					 SLOT_TEXT("actor", beat->actor));
	page->form->words(page, NULL, lead);
	page->form->room(page, 1);
}

static void before_recall(struct page *page, struct view *view,
			  const struct beat *beat)
{
	(void)view;
	if (beat->prediction)
		return;
	page->form->words(page, sentence_text("page-question"), beat->question);
	page->form->room(page, 2);
}

const char *page_before(struct page *page, struct view *view,
			const struct beat *beat)
{
	static void (*const parts[])(struct page *, struct view *,
				     const struct beat *) = {
		[BEAT_CALL] = before_call,     [BEAT_COMMAND] = before_command,
		[BEAT_WIRE] = before_order,    [BEAT_TRY] = before_try,
		[BEAT_RECALL] = before_recall, [BEAT_SIGNAL] = NULL,
	};
	if (!beat)
		return NULL;
	// Of what is only to be read, the screen has the words itself.
	if (beat->kind != BEAT_READ)
		page->form->words(page, NULL, beat->before);
	// A sheet names each call, and so its order, in the headings.
	bool is_sheet = page->kind == PAGE_SHEET || page->kind == PAGE_ANSWERS;
	bool is_puzzle =
		beat->prediction && beat->prediction->kind == ASKED_CALLS;
	if (parts[beat->kind] && (!is_puzzle || is_sheet))
		parts[beat->kind](page, view, beat);
	if (beat->prediction && !(is_puzzle && is_sheet))
		page->form->question(page, beat->prediction);
	if (beat->kind == BEAT_TRY)
		return sentence_text("page-show-call");
	if (beat->kind == BEAT_RECALL)
		return sentence_text("page-show-answer");
	return beat->prediction ? sentence_text("page-show-kernel") : NULL;
}

/* --- what happened ---------------------------------------------------------
 */

/* A question and a call that stand before are not said again. */
static bool is_said(const struct view *view, const struct block *block)
{
	const struct beat *beat = view->beat;
	if (block->rule || !block->text)
		return true;
	return beat && beat->kind == BEAT_RECALL &&
	       block->text == beat->question;
}

/* Each paragraph as it is in C and in Python. Should the two differ in more
 * than their code, C is what is shown. */
static void add_happened(struct page *page, struct view *view)
{
	struct scene scene = page_scene(page, NOTATION_PYTHON);
	struct view other;
	view_init(&other, &scene);
	struct blocks c = {0}, python = {0};
	explain_happened(view, &c, false);
	explain_happened(&other, &python, false);
	for (size_t i = 0; i < c.count; i++) {
		const struct block *twin = c.count == python.count
						   ? &python.items[i]
						   : &c.items[i];
		if (!is_said(view, &c.items[i]))
			page->form->block(page, &c.items[i], twin);
	}
	blocks_done(&c);
	blocks_done(&python);
	view_done(&other);
}

static void add_written(struct page *page, struct view *view)
{
	struct written written = written_make(view);
	struct buf text = {0};
	for (size_t i = 0; i < written.count; i++) {
		const struct written_line *line = &written.lines[i];
		if (line->now)
			buf_printf(&text, "%s: %s\n", line->actor, line->text);
	}
	if (text.len)
		page->form->text(page, sentence_text("page-wrote"),
				 (struct str){text.data, text.len});
	buf_done(&text);
}

static void add_state(struct page *page, struct view *view)
{
	const struct event_output *output = view->output;
	if (output)
		page->form->text(page, sentence_text("page-printed"),
				 (struct str){output->text, output->len});
	add_written(page, view);
	page->form->rows(page, view);
	page->form->packets(page, view);
	page->form->ladder(page, view, false);
}

static void add_more(struct page *page, struct view *view)
{
	if (!view->beat || !view->beat->more)
		return;
	page->form->heading(page, sentence_text("page-more"));
	page->form->words(page, NULL, view->beat->more);
}

void page_add_move(struct page *page)
{
	struct scene scene = page_scene(page, NOTATION_C);
	struct view view;
	view_init(&view, &scene);
	page->form->move(page, page_step(&view, view.beat, view.step),
			 page_title(page, &view));
	const char *door = page_before(page, &view, view.beat);
	page->form->told(page, door);
	add_happened(page, &view);
	if (!scene.viewed)
		page_setups(page, scene.lesson);
	if (view.beat && view.beat->prediction &&
	    !asked_in_words(view.beat->prediction) && !explain_is_unmet(&view))
		page->form->replies(page, view.beat->prediction);
	add_state(page, &view);
	add_more(page, &view);
	page->form->told_end(page);
	page->form->move_end(page);
	view_done(&view);
}

/* The ladder of the last lab. */
static void add_end(struct page *page)
{
	struct scene scene = page_scene(page, NOTATION_C);
	struct view view;
	view_init(&view, &scene);
	page->move++;
	page->form->move(page, sentence_text("page-whole"),
			 sentence_text("page-whole-title"));
	page->form->told(page, NULL);
	page->form->ladder(page, &view, true);
	page->form->told_end(page);
	page->form->move_end(page);
	view_done(&view);
}

void page_whole(struct page *page)
{
	page->moves = page->run->course->move_count + 2;
	for (; page->move <= page->run->course->move_count; page->move++)
		page_add_move(page);
	page->move--;
	add_end(page);
}
