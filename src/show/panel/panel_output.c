/* panel_output: what a real program printed in the lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines that are too long go on on the next row, where there is room for that
 * of all of them; elsewhere they are cut.
 */
#include "base/sentence.h"
#include "show/panel/inside.h"
#include "show/panel/panel.h"

#include <string.h>

/* Rows that a learner's screen gives at once, and that a room has to have. */
enum { ROWS_LEAST = 3, ROWS_WISH = 8 };

static int less_of(int one, int other)
{
	return one < other ? one : other;
}

/* Lines as blocks. The caller is done with them. */
static struct blocks lines_of(struct view *view)
{
	const struct event_output *output = view->output;
	struct blocks lines = {0};
	if (output)
		inside_lines((struct str){output->text, output->len},
			     STYLE_PLAIN, view, &lines);
	return lines;
}

static int folded_rows(const struct blocks *lines, int width)
{
	return blocks_rows(lines, width - 1, BLOCK_ROOMY);
}

static struct panel_rows output_rows(struct view *view, int width)
{
	struct blocks lines = lines_of(view);
	int count = lines.count ? (int)lines.count : 1;
	int folded = lines.count ? folded_rows(&lines, width) : 1;
	blocks_done(&lines);
	// A room does not look up the rest with a key of its own.
	bool is_room = view->scene->stage;
	return (struct panel_rows){
		.least = is_room ? less_of(folded, ROWS_WISH)
				 : less_of(count, ROWS_LEAST),
		.wish = is_room ? folded : less_of(count, ROWS_WISH),
		.most = folded,
	};
}

/* The last ones, each on one row. */
static void draw_cut(struct view *view, const struct blocks *lines,
		     struct area area)
{
	int count = (int)lines->count, y = 0;
	int skip = count > area.height ? count - area.height : 0;
	if (skip && area.height > 1)
		area_text(
			area, 1, y++, STYLE_LABEL,
			SENTENCE_KEPT(&view->arena, "panel-lines-before",
				      SLOT_NUMBER("count", ++skip),
				      SLOT_TEXT("key", view_key(view, "output",
								"o"))));
	for (int i = skip; i < count; i++)
		area_fit(area, 1, y++, area.width - 1, STYLE_PLAIN,
			 lines->items[i].text);
}

static void output_draw(struct view *view, struct area area)
{
	struct blocks lines = lines_of(view);
	if (!lines.count)
		area_fit(area, 1, 0, area.width - 2, STYLE_PAST,
			 view->output
				 ? sentence_text("panel-it-printed-nothing")
				 : "running");
	else if (folded_rows(&lines, area.width) <= area.height)
		blocks_draw(&lines,
			    area_cut(area, 1, 0, area.width - 1, area.height));
	else
		draw_cut(view, &lines, area);
	blocks_done(&lines);
}

static void output_head(struct view *view, struct area border)
{
	struct buf title = {0};
	const struct event_output *output = view->output;
	const char *command = output	   ? output->command
			      : view->beat ? view->beat->command
					   : NULL;
	SENTENCE(&title, "panel-output-of",
		 SLOT_TEXT("command",
			   command ? command
				   : sentence_text("panel-the-command")));
	border_left(border, STYLE_TITLE, buf_text(&title));
	buf_clear(&title);
	if (output && output->status)
		SENTENCE(&title, "panel-exit",
			 SLOT_NUMBER("status", output->status));
	if (title.len)
		border_right(border, STYLE_LABEL, buf_text(&title));
	buf_done(&title);
}

static bool output_stands(const struct view *view, int height, bool small)
{
	(void)height;
	(void)small;
	return view->output || (view->beat && view->beat->kind == BEAT_COMMAND);
}

const struct panel panel_output = {
	.name = "output",
	.rows = output_rows,
	.draw = output_draw,
	.head = output_head,
	.stands = output_stands,
	.turns = {[PANEL_GIVES] = 2, [PANEL_WISHES] = 3, [PANEL_FILLS] = 2},
};
