/* sheet: a run as a handout, to be filled in while the lesson is played.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It has the calls, the questions with room to say why, and of what the kernel
 * did the frames: its rows with blanks where something changed, a numbered line
 * for each packet. That all comes from a real run, so the answers are what this
 * kernel gave. The answers are the same document, filled in.
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "lesson/asked.h"
#include "show/explain/explain.h"
#include "show/packet/packet_row.h"
#include "show/page/form.h"
#include "show/panel/panel.h"

/* The result of the viewed call, to be foretold. */
static void add_result(struct page *page, struct view *view)
{
	struct block result;
	if (!explain_result(view, RESULT_GIVEN, &result))
		return;
	if (page_is_blank(page)) {
		page->form->words(page, NULL, sentence_text("page-returns"));
		page->form->room(page, 1);
		return;
	}
	page->form->block(page, &result, &result);
}

/* The question of the beat, or NULL. The headings of a sheet name each call,
 * and so would answer which order calls have. */
static const struct prediction *asked_of(const struct beat *beat)
{
	const struct prediction *asked = beat ? beat->prediction : NULL;
	return asked && asked->kind != ASKED_CALLS ? asked : NULL;
}

static void add_answer(struct page *page, struct view *view)
{
	const struct beat *beat = view->beat;
	if (page_is_blank(page) || !beat || explain_is_unmet(view))
		return;
	if (asked_in_words(asked_of(beat)))
		page->form->words(page, sentence_text("page-answer"),
				  explain_filled(view, beat->prediction));
	if (asked_of(beat))
		page->form->words(page, sentence_text("page-because"),
				  beat->prediction->why);
	if (beat->kind == BEAT_RECALL)
		page->form->words(page, sentence_text("page-answer"),
				  beat->answer);
	else
		page->form->words(page, NULL, beat->after);
}

/* Whether there is something to be filled in. */
static bool is_asked(const struct view *view)
{
	const struct beat *beat = view->beat;
	bool asks = beat && (asked_of(beat) || beat->kind == BEAT_RECALL ||
			     beat->kind == BEAT_TRY);
	return asks || view->call || view->changed || view->packets_now;
}

static void add_move(struct page *page)
{
	struct scene scene = page_scene(page, NOTATION_C);
	struct view view;
	view_init(&view, &scene);
	if (is_asked(&view)) {
		page->form->move(page, page_step(&view, view.beat, view.step),
				 page_title(page, &view));
		page_before(page, &view, view.beat);
		if (asked_of(view.beat) && page_is_blank(page)) {
			page->form->words(page, NULL,
					  sentence_text("page-because"));
			page->form->room(page, 2);
		}
		page->form->told(page, NULL);
		add_result(page, &view);
		if (view.changed)
			page->form->rows(page, &view);
		page->form->packets(page, &view);
		add_answer(page, &view);
		page->form->told_end(page);
		page->form->move_end(page);
	}
	view_done(&view);
}

void page_sheet(struct page *page)
{
	const struct lesson *lesson = page->run->lessons[0];
	page->form->words(page, sentence_text("page-objective"),
			  lesson->objective);
	page->form->words(page, NULL, lesson->introduction);
	page_setups(page, lesson);
	for (page->move = 1; page->move <= page->run->course->move_count;
	     page->move++)
		add_move(page);
}
