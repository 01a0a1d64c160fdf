/* explain_answer: what was said to a prediction, and what came.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "lesson/asked.h"
#include "show/explain/explain.h"
#include "show/panel/answer.h"

#include <string.h>

const struct prediction *explain_asked(const struct view *view)
{
	if (!view->beat || view->scene->answer == -2)
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
	if (answer < -1)
		return;
	if (answer < 0 || (size_t)answer >= prediction->option_count) {
		SENTENCE(out, "you-said-unknown");
	} else {
		struct buf option = {0};
		print_option(prediction, (size_t)answer, &option);
		SENTENCE(out, "you-said",
			 SLOT_TEXT("option", buf_text(&option)));
		buf_done(&option);
	}
	buf_putc(out, ' ');
}

/* The call's own result, "0" or "-1 ECONNREFUSED (Connection refused)". */
static void print_found(const struct view *view, struct buf *out)
{
	struct buf result = {0};
	if (!view->call)
		return;
	enum notation notation = view->scene->notation;
	result_words(view->call->event, notation, false, &result);
	struct str said = str_from(buf_text(&result));
	size_t skip = str_has_prefix(said, "= ") ? 2 : 0;
	SENTENCE(out,
		 notation == NOTATION_PYTHON ? "python-said" : "kernel-said",
		 SLOT_TEXT("result", said.data + skip));
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

/* What is right is no news from the kernel: it was seen before. */
static void print_recalled(const struct prediction *prediction, int answer,
			   struct buf *out)
{
	if (answer >= 0 && (size_t)answer < prediction->option_count &&
	    prediction->options[answer].right) {
		SENTENCE(out, "that-is-right");
		return;
	}
	struct buf options = {0};
	for (size_t i = 0; i < prediction->option_count; i++) {
		if (!prediction->options[i].right)
			continue;
		buf_puts(&options, options.len ? " " : "");
		print_option(prediction, i, &options);
	}
	SENTENCE(out, "the-answer", SLOT_TEXT("options", buf_text(&options)));
	buf_done(&options);
}

const char *explain_answer(struct view *view)
{
	const struct prediction *prediction = explain_asked(view);
	int answer = view->scene->answer;
	if (!prediction)
		return NULL;
	if (prediction->kind == ASKED_CALLS)
		return explain_order(view, prediction);
	if (asked_in_words(prediction))
		return explain_filled(view, prediction);
	struct buf text = {0};
	int right = only_right(prediction);
	print_said(prediction, answer, &text);
	if (prediction->recalls) {
		print_recalled(prediction, answer, &text);
	} else if (explain_is_unmet(view) || right < 0) {
		print_found(view, &text);
	} else if (answer == right) {
		SENTENCE(&text, "kernel-said-same");
	} else {
		struct buf option = {0};
		print_option(prediction, (size_t)right, &option);
		SENTENCE(&text, "kernel-said-option",
			 SLOT_TEXT("option", buf_text(&option)));
		buf_done(&option);
	}
	return buf_keep(&text, &view->arena);
}

const char *explain_reply(struct view *view)
{
	const struct prediction *prediction = explain_asked(view);
	int answer = view->scene->answer;
	if (prediction && prediction->kind == ASKED_CALLS)
		return explain_misplaced(view, prediction);
	if (!prediction || answer < 0 ||
	    (size_t)answer >= prediction->option_count)
		return NULL;
	return prediction->options[answer].reply;
}

const char *explain_said(struct view *view)
{
	const struct prediction *prediction = explain_asked(view);
	const struct scene_votes *said = &view->scene->said;
	if (!prediction || !said->given || asked_in_words(prediction))
		return NULL;
	struct buf votes = {0};
	for (size_t i = 0; i < prediction->option_count; i++)
		buf_printf(&votes, "%c) %u, ", 'a' + (int)i, said->counts[i]);
	buf_printf(&votes, "?) %u", said->counts[LESSON_OPTIONS_MAX]);
	const char *text = SENTENCE_KEPT(&view->arena, "room-said",
					 SLOT_TEXT("votes", buf_text(&votes)));
	buf_done(&votes);
	return text;
}
