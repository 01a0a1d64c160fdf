/* filled: what came of an answer in words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/asked.h"
#include "show/explain/explain.h"

#include <string.h>

static void print_said(const struct scene *scene, struct buf *out)
{
	if (scene->words)
		buf_printf(out, "You said: %s. ", scene->words);
	else if (scene->answer == -1)
		buf_puts(out, "You said: I don't know. ");
}

/* Packets come over the wire, all else is said by the kernel. */
static const char *who_says(const struct prediction *prediction)
{
	return prediction->kind == ASKED_ORDER ? "The wire had"
					       : "The kernel said";
}

static void print_missed(const struct prediction *prediction,
			 const struct verdict *verdict, bool was_said,
			 struct buf *out)
{
	const char *missed = buf_text(&verdict->missed);
	if (!verdict->missed.len)
		return;
	if (prediction->kind == ASKED_ORDER)
		buf_printf(out, " What did not come: %s.", missed);
	else if (was_said && prediction->option_count > 1)
		buf_printf(out, " Not as you said: %s.", missed);
}

const char *explain_filled(struct view *view,
			   const struct prediction *prediction)
{
	const struct scene *scene = view->scene;
	const struct asked_beat beat = {scene->journal, scene->begin,
					scene->end, view->beat->actor};
	struct verdict verdict = asked_judge(prediction, scene->words, &beat);
	struct buf text = {0};
	if (verdict.is_known) {
		print_said(scene, &text);
		if (verdict.is_right)
			buf_printf(&text, "%s the same.", who_says(prediction));
		else
			buf_printf(&text, "%s: %s.", who_says(prediction),
				   buf_text(&verdict.found));
		print_missed(prediction, &verdict, scene->words, &text);
	}
	bool is_known = verdict.is_known;
	verdict_done(&verdict);
	const char *kept =
		is_known ? arena_strdup(&view->arena, buf_text(&text)) : NULL;
	buf_done(&text);
	return kept;
}
