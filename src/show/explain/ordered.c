/* ordered: what came of putting calls in order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The calls themselves follow, one key each, so only the first place that
 * differs is told.
 */
#include "base/sentence.h"
#include "call/print.h"
#include "lesson/asked.h"
#include "show/explain/explain.h"

#include <string.h>

static const char *keep(struct arena *arena, struct buf *text)
{
	return buf_keep(text, arena);
}

const char *explain_option(const struct scene *scene,
			   const struct prediction *prediction, size_t i,
			   struct arena *arena)
{
	const struct option *option = &prediction->options[i];
	if (!option->call)
		return option->text;
	struct buf text = {0};
	call_print_shown(option->call, scene->notation, &text);
	return keep(arena, &text);
}

/* The options that were said, in their order; how many. */
static size_t read_said(const struct prediction *prediction, const char *words,
			size_t *said)
{
	const char *between = asked_between(prediction);
	size_t count = 0;
	while (words && *words && count < LESSON_OPTIONS_MAX) {
		const char *end = strstr(words, between);
		size_t len = end ? (size_t)(end - words) : strlen(words);
		for (size_t i = 0; i < prediction->option_count; i++) {
			const char *text = prediction->options[i].text;
			if (strlen(text) == len && !memcmp(text, words, len))
				said[count++] = i;
		}
		words = end ? end + strlen(between) : NULL;
	}
	return count;
}

/* The option that comes at that place, or the number of options. */
static size_t option_at(const struct prediction *prediction, size_t place)
{
	size_t i = 0;
	while (i < prediction->option_count &&
	       (!prediction->options[i].right ||
		prediction->options[i].place != (int)place))
		i++;
	return i;
}

static void print_call(struct view *view, const struct prediction *prediction,
		       size_t i, struct buf *out)
{
	buf_printf(out, "`%s`",
		   explain_option(view->scene, prediction, i, &view->arena));
}

/* What comes behind the `same` calls that were right, `right` (option_count:
 * nothing), and what was said instead (option_count: nothing). */
static void print_next(struct view *view, const struct prediction *prediction,
		       size_t right, size_t said, size_t same, struct buf *out)
{
	struct buf call = {0}, other = {0};
	bool ends = right == prediction->option_count;
	bool has_other = said != prediction->option_count;
	if (!ends)
		print_call(view, prediction, right, &call);
	if (has_other)
		print_call(view, prediction, said, &other);
	const struct slot next = SLOT_TEXT("call", buf_text(&call));
	const struct slot had = SLOT_TEXT("said", buf_text(&other));
	if (ends)
		SENTENCE(out, "order-ends", had);
	else if (has_other)
		SENTENCE(out, same ? "order-then-said" : "order-first-said",
			 next, had);
	else
		SENTENCE(out, same ? "order-then" : "order-first", next);
	buf_done(&call);
	buf_done(&other);
}

const char *explain_order(struct view *view,
			  const struct prediction *prediction)
{
	size_t said[LESSON_OPTIONS_MAX];
	size_t count = read_said(prediction, view->scene->words, said);
	size_t same = 0;
	while (same < count && option_at(prediction, same) == said[same])
		same++;
	size_t right = option_at(prediction, same);
	bool is_whole = right == prediction->option_count;
	struct buf text = {0};
	if (!count && view->scene->answer == -1)
		SENTENCE(&text, "you-said-i-dont");
	else if (!count)
		return NULL;
	else if (is_whole && same == count)
		SENTENCE(&text, "you-had-the-whole");
	else if (same == 1)
		SENTENCE_LINE(&text, "", " ", "order-first-right");
	else if (same)
		SENTENCE_LINE(&text, "", " ", "order-some-right",
			      SLOT_NUMBER("right", same));
	else
		SENTENCE_LINE(&text, "", " ", "order-other-beginning");
	if (count && (!is_whole || same < count))
		print_next(view, prediction, right,
			   same < count ? said[same] : prediction->option_count,
			   same, &text);
	return keep(&view->arena, &text);
}

const char *explain_misplaced(const struct view *view,
			      const struct prediction *prediction)
{
	size_t said[LESSON_OPTIONS_MAX];
	size_t count = read_said(prediction, view->scene->words, said);
	for (size_t i = 0; i < count; i++) {
		if (prediction->options[said[i]].reply)
			return prediction->options[said[i]].reply;
	}
	return NULL;
}
