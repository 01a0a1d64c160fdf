/* panel_words: what happened, why, and what comes next.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two parts stand one below the other with a thin line between them, or
 * beside each other where the screen is wide.
 */
#include "base/sentence.h"
#include "show/explain/explain.h"
#include "show/panel/panel.h"

#include <string.h>

enum { NARROW = 78, WIDE = 110 };

static int columns(const char *text)
{
	return (int)text_width(text, strlen(text));
}

static bool fits(const struct block *result, int width)
{
	int around = columns(result->lead) + columns(result->tail) + 6;
	if (width < NARROW)
		return around + 8 <= width;
	return around + columns(result->text) + 2 <= width;
}

/* Whether the viewed call and its result fit into the panel's title, which is
 * where they are seen first and cost no row. On a narrow screen the call is
 * cut and the result stays. An error's words are never left out for the title.
 */
static bool result_in_title(struct view *view, int width, struct block *result)
{
	bool narrow = width < NARROW;
	enum result_detail most = narrow ? RESULT_GIVEN : RESULT_WHOLE;
	if (!explain_result(view, most, result))
		return false;
	if (fits(result, width))
		return true;
	const struct event_call *event = view->call->event;
	bool failed = event->phase != CALL_RETURN || event->call.result.error ||
		      event->call.result.signal;
	if (failed && !narrow)
		return false;
	explain_result(view, (enum result_detail)(most - 1), result);
	return fits(result, width);
}

struct parts {
	struct blocks happened, next;
	const char *title; /* of the line between; NULL: nothing is next */
};

static struct parts parts_make(struct view *view, int width)
{
	struct parts parts = {.title = explain_next_title(view)};
	struct block result;
	explain_happened(view, &parts.happened,
			 result_in_title(view, width, &result));
	explain_next(view, &parts.next);
	return parts;
}

static void parts_done(struct parts *parts)
{
	blocks_done(&parts->happened);
	blocks_done(&parts->next);
}

/* A line that says no more than "next" goes with what stands below it. */
static enum block_rank rule_rank(const struct parts *parts)
{
	enum block_rank best = BLOCK_RANK_COUNT;
	if (strcmp(parts->title, sentence_text("next")) != 0)
		return BLOCK_NEEDED;
	for (size_t i = 0; i < parts->next.count; i++) {
		enum block_rank rank = parts->next.items[i].rank;
		best = rank < best ? rank : best;
	}
	return best < BLOCK_RANK_COUNT ? best : BLOCK_NEEDED;
}

static struct blocks joined(const struct parts *parts)
{
	struct blocks all = {0};
	for (size_t i = 0; i < parts->happened.count; i++)
		blocks_add(&all, parts->happened.items[i]);
	if (parts->title && blocks_rows(&parts->happened, WIDE, BLOCK_EXTRA))
		blocks_add(&all,
			   (struct block){.rank = BLOCK_EXTRA, .text = " "});
	if (parts->title)
		blocks_add(&all, (struct block){.rank = rule_rank(parts),
						.rule = true,
						.style = STYLE_TITLE,
						.text = parts->title});
	for (size_t i = 0; i < parts->next.count; i++)
		blocks_add(&all, parts->next.items[i]);
	return all;
}

static bool is_beside(const struct parts *parts, int width)
{
	return width >= WIDE && parts->title && parts->happened.count;
}

static int rows_of(const struct parts *parts, int width, enum block_rank rank)
{
	if (is_beside(parts, width)) {
		int half = (width - 5) / 2;
		int left = blocks_rows(&parts->happened, half, rank);
		int right = 1 + blocks_rows(&parts->next, half, rank);
		return left > right ? left : right;
	}
	struct blocks all = joined(parts);
	int rows = blocks_rows(&all, width - 2, rank);
	blocks_done(&all);
	return rows;
}

/* Whole paragraphs only: a part of one would tell less than nothing. */
static int words_panel_fitting(struct view *view, int width, int height)
{
	struct parts parts = parts_make(view, width);
	int rows;
	if (is_beside(&parts, width)) {
		int half = (width - 5) / 2;
		int left = blocks_rows_fitting(&parts.happened, half, height);
		int right =
			1 + blocks_rows_fitting(&parts.next, half, height - 1);
		rows = left > right ? left : right;
	} else {
		struct blocks all = joined(&parts);
		rows = blocks_rows_fitting(&all, width - 2, height);
		blocks_done(&all);
	}
	parts_done(&parts);
	return rows;
}

static struct panel_rows words_panel_rows(struct view *view, int width)
{
	struct parts parts = parts_make(view, width);
	struct panel_rows rows = {
		.least = rows_of(&parts, width, BLOCK_NEEDED),
		.wish = rows_of(&parts, width, BLOCK_USEFUL),
		.most = rows_of(&parts, width, BLOCK_EXTRA),
	};
	if (!rows.least)
		rows.least = 1;
	parts_done(&parts);
	return rows;
}

static void draw_fitting(struct view *view, const struct blocks *blocks,
			 struct area area)
{
	const char *hint = SENTENCE_KEPT(
		&view->arena,
		view->scene->room ? "panel-press-behind-escape" : "panel-press",
		SLOT_TEXT("key", view_key(view, "more", "m")));
	if (!blocks_draw_fitting(blocks, area) && area.height)
		area_text(area, area.width - columns(hint), area.height - 1,
			  STYLE_MESSAGE, hint);
}

static void draw_beside(struct view *view, const struct parts *parts,
			struct area area)
{
	int half = (area.width - 5) / 2;
	draw_fitting(view, &parts->happened,
		     area_cut(area, 1, 0, half, area.height));
	for (int y = 0; y < area.height; y++)
		area_text(area, half + 2, y, STYLE_BORDER, "│");
	struct area right = area_cut(area, half + 4, 0, half, area.height);
	area_fit(right, 0, 0, half, STYLE_TITLE, parts->title);
	draw_fitting(view, &parts->next,
		     area_cut(right, 0, 1, half, area.height - 1));
}

/* A question must be seen whole: what happened gives way to it, from its end
 * on. */
static void draw_joined(struct view *view, struct parts *parts,
			struct area area)
{
	struct blocks all = joined(parts);
	while (view->scene->now.asking && parts->happened.count &&
	       blocks_rows(&all, area.width, BLOCK_NEEDED) > area.height) {
		parts->happened.count--;
		blocks_done(&all);
		all = joined(parts);
	}
	draw_fitting(view, &all, area);
	blocks_done(&all);
}

static void words_draw(struct view *view, struct area area)
{
	struct parts parts = parts_make(view, area.width);
	if (is_beside(&parts, area.width)) {
		draw_beside(view, &parts, area);
	} else {
		draw_joined(view, &parts,
			    area_cut(area, 1, 0, area.width - 2, area.height));
	}
	parts_done(&parts);
}

static void words_head(struct view *view, struct area border)
{
	struct block result;
	if (!result_in_title(view, border.width, &result)) {
		border_left(
			border, STYLE_TITLE,
			view->scene->viewed
				? sentence_text("panel-what-happened")
				: sentence_text("panel-what-this-is-about"));
		return;
	}
	int x = 1;
	area_text(border, 0, 0, STYLE_BORDER, " ");
	x += area_text(border, x, 0, result.lead_style, result.lead);
	x += area_text(border, x, 0, STYLE_BORDER, " ");
	int room = border.width - x - columns(result.tail) - 3;
	x += area_fit(border, x, 0, room, result.style, result.text);
	x += area_text(border, x, 0, STYLE_BORDER, " ");
	x += area_text(border, x, 0, result.tail_style, result.tail);
	area_text(border, x, 0, STYLE_BORDER, " ");
}

const struct panel panel_words = {
	.name = "words",
	.rows = words_panel_rows,
	.fitting = words_panel_fitting,
	.draw = words_draw,
	.head = words_head,
	.turns = {[PANEL_GIVES] = 6},
};
