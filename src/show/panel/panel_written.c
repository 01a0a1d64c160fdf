/* panel_written: the last lines that programs wrote to their terminals.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whoever looks for all of it finds it in the overlay (show/explain/written.h).
 */
#include "base/sentence.h"
#include "show/explain/written.h"
#include "show/panel/panel.h"

#include <string.h>

enum { LINES_WISHED = 3, LINES_MOST = 12 };

static struct panel_rows written_rows(struct view *view, int width)
{
	(void)width;
	size_t count = written_make(view).count;
	int lines = count > LINES_MOST ? LINES_MOST : (int)count;
	return (struct panel_rows){
		.least = lines ? 1 : 0,
		.wish = lines < LINES_WISHED ? lines : LINES_WISHED,
		.most = lines,
	};
}

static int name_width(const struct written *written, size_t first)
{
	int most = 0;
	for (size_t i = first; i < written->count; i++) {
		const char *name = written->lines[i].actor;
		int width = (int)text_width(name, strlen(name));
		most = width > most ? width : most;
	}
	return most;
}

static void written_draw(struct view *view, struct area area)
{
	struct written written = written_make(view);
	size_t rows = area.height > 0 ? (size_t)area.height : 0;
	size_t first = written.count > rows ? written.count - rows : 0;
	int width = name_width(&written, first), y = 0;
	if (!written.count)
		area_fit(area, 1, 0, area.width - 2, STYLE_PAST,
			 sentence_text("panel-the-programs-wrote-nothing"));
	for (size_t i = first; i < written.count; i++, y++) {
		const struct written_line *line = &written.lines[i];
		area_text(area, 0, y, STYLE_PLAIN, line->now ? "+" : " ");
		area_text(area, 1, y, STYLE_LABEL, line->actor);
		area_text(area, 2 + width, y, STYLE_BORDER, "│");
		area_fit(area, 4 + width, y, area.width - 5 - width,
			 line->now ? STYLE_PLAIN : STYLE_PAST, line->text);
	}
}

static void written_head(struct view *view, struct area border)
{
	size_t count = written_make(view).count;
	struct buf text = {0};
	SENTENCE(&text, "panel-so-far-two", SLOT_NUMBER("count", count));
	if (count)
		border_right(border, STYLE_LABEL, buf_text(&text));
	buf_done(&text);
}

/* What programs wrote is among the words as well: a panel of its own is for
 * larger screens. */
static bool written_stands(const struct view *view, int height, bool small)
{
	enum { HEIGHT_LEAST = 30 };
	(void)small;
	return height >= HEIGHT_LEAST && view_is_tracing(view);
}

const struct panel panel_written = {
	.name = "written",
	.title = "terminals",
	.rows = written_rows,
	.draw = written_draw,
	.head = written_head,
	.stands = written_stands,
	.turns = {[PANEL_GIVES] = 3, [PANEL_WISHES] = 4, [PANEL_FILLS] = 4},
};
