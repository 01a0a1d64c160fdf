/* ordered: what came of putting calls in order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The calls themselves follow, one key each, so only the first place that
 * differs is told.
 */
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
	call_print(option->call, scene->notation, &text);
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
		buf_puts(&text,
			 "You said: I don't know. This is how it begins.");
	else if (!count)
		return NULL;
	else if (is_whole && same == count)
		buf_puts(&text, "You had the whole order right.");
	else if (same == 1)
		buf_puts(&text, "You had the first call right. ");
	else if (same)
		buf_printf(&text, "You had the first %zu calls right. ", same);
	else
		buf_puts(&text, "You had another beginning. ");
	if (count && is_whole && same < count) {
		buf_puts(&text, "There it ends, and you had ");
		print_call(view, prediction, said[same], &text);
		buf_puts(&text, " next.");
	} else if (count && !is_whole) {
		buf_puts(&text, same ? "Then comes " : "First comes ");
		print_call(view, prediction, right, &text);
		if (same < count) {
			buf_puts(&text, ", and you had ");
			print_call(view, prediction, said[same], &text);
		}
		buf_putc(&text, '.');
	}
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
