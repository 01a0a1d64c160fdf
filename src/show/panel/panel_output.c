/* panel_output: what a real program printed in the lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/panel/panel.h"

#include <string.h>

static int count_lines(struct str rest)
{
	struct str line;
	int count = 0;
	while (str_next_line(&rest, &line))
		count++;
	return count;
}

static struct str text_of(const struct view *view)
{
	const struct event_output *output = view->output;
	return output ? (struct str){output->text, output->len} : str_from("");
}

static struct panel_rows output_rows(struct view *view, int width)
{
	(void)width;
	int lines = count_lines(text_of(view));
	if (lines < 1)
		lines = 1;
	return (struct panel_rows){
		.least = lines < 3 ? lines : 3,
		.wish = lines < 8 ? lines : 8,
		.most = lines,
	};
}

/* Tabs as ss and others print them, at every eighth column. */
static void draw_line(struct area area, int y, struct str line)
{
	int x = 1;
	while (line.len) {
		const char *tab = memchr(line.data, '\t', line.len);
		size_t len = tab ? (size_t)(tab - line.data) : line.len;
		struct str part = {line.data, len};
		x += area_textn(area, x, y, STYLE_PLAIN, part);
		if (tab)
			x += 8 - (x - 1) % 8;
		line.data += len + (tab != NULL);
		line.len -= len + (tab != NULL);
	}
	if (x > area.width)
		area_text(area, area.width - 1, y, STYLE_LABEL, "…");
}

static void output_draw(struct view *view, struct area area)
{
	struct str rest = text_of(view), line;
	int lines = count_lines(rest), y = 0;
	if (!view->output || !lines)
		area_fit(area, 1, 0, area.width - 2, STYLE_PAST,
			 view->output ? "it printed nothing" : "running");
	int skip = lines > area.height ? lines - area.height : 0;
	if (skip && area.height > 1)
		area_printf(area, 1, y++, STYLE_LABEL,
			    "%d lines before these: press %s", ++skip,
			    view_key(view, "output", "o"));
	while (str_next_line(&rest, &line)) {
		if (skip-- > 0)
			continue;
		draw_line(area, y++, line);
	}
}

static void output_head(struct view *view, struct area border)
{
	struct buf title = {0};
	const struct event_output *output = view->output;
	const char *command = output	   ? output->command
			      : view->beat ? view->beat->command
					   : NULL;
	buf_printf(&title, "output of %s", command ? command : "the command");
	border_left(border, STYLE_TITLE, buf_text(&title));
	buf_clear(&title);
	if (output && output->status)
		buf_printf(&title, "exit %d", output->status);
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
