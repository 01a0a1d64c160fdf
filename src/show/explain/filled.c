/* filled: what came of an answer in words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "lesson/asked.h"
#include "show/explain/explain.h"

#include <string.h>

static void print_said(const struct scene *scene, struct buf *out)
{
	if (scene->words)
		SENTENCE_LINE(out, "", " ", "you-said-words",
			      SLOT_TEXT("words", scene->words));
	else if (scene->answer == -1)
		SENTENCE_LINE(out, "", " ", "you-said-unknown");
}

static void print_missed(const struct prediction *prediction,
			 const struct verdict *verdict, bool was_said,
			 struct buf *out)
{
	const char *missed = buf_text(&verdict->missed);
	if (!verdict->missed.len)
		return;
	if (prediction->kind == ASKED_ORDER)
		SENTENCE_LINE(out, " ", "", "did-not-come",
			      SLOT_TEXT("missed", missed));
	else if (was_said && prediction->option_count > 1)
		SENTENCE_LINE(out, " ", "", "not-as-you-said",
			      SLOT_TEXT("missed", missed));
}

const char *explain_filled(struct view *view,
			   const struct prediction *prediction)
{
	const struct scene *scene = view->scene;
	const struct asked_beat beat = {scene->journal, scene->begin,
					scene->end, view->beat->actor};
	struct verdict verdict = asked_judge(prediction, scene->words, &beat);
	// Packets come over the wire, all else is said by the kernel.
	bool is_wire = prediction->kind == ASKED_ORDER;
	struct buf text = {0};
	if (verdict.is_known) {
		print_said(scene, &text);
		if (verdict.is_right)
			SENTENCE(&text, is_wire ? "wire-had-same"
						: "kernel-said-same");
		else
			SENTENCE(&text, is_wire ? "wire-had" : "kernel-said",
				 SLOT_TEXT("result", buf_text(&verdict.found)));
		print_missed(prediction, &verdict, scene->words, &text);
	}
	bool is_known = verdict.is_known;
	verdict_done(&verdict);
	const char *kept =
		is_known ? arena_strdup(&view->arena, buf_text(&text)) : NULL;
	buf_done(&text);
	return kept;
}
