/* panel: a part of the screen that draws one part of the journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/panel/panel.h"

#include "base/sentence.h"

#include <string.h>

/* Columns in which a title and the words of an extent have room. */
enum { EXTENT_LEAST = 60 };

static const struct panel *const panels[] = {
#define X(id, name) [PANEL_##id] = &panel_##name,
	PANELS(X)
#undef X
};

const struct panel *panel_get(enum panel_id id)
{
	return panels[id];
}

void border_left(struct area border, enum style style, const char *title)
{
	if (border.width < 4)
		return;
	area_text(border, 0, 0, STYLE_BORDER, " ");
	int used = area_fit(border, 1, 0, border.width - 2, style, title);
	area_text(border, 1 + used, 0, STYLE_BORDER, " ");
}

void border_right(struct area border, enum style style, const char *title)
{
	int width = (int)text_width(title, strlen(title));
	if (width + 4 > border.width)
		return;
	area_printf(border, border.width - width - 3, 0, STYLE_BORDER, " ");
	area_text(border, border.width - width - 2, 0, style, title);
	area_text(border, border.width - 2, 0, STYLE_BORDER, " ");
}

void border_extent(struct area border, int first, int shown, int rows)
{
	if (rows <= shown)
		return;
	struct buf text = {0};
	bool brief = border.width < EXTENT_LEAST;
	SENTENCE(&text, brief ? "panel-of" : "panel-rows-of",
		 SLOT_NUMBER("first", first + 1),
		 SLOT_NUMBER("last", first + shown), SLOT_NUMBER("rows", rows));
	border_right(border, STYLE_LABEL, buf_text(&text));
	buf_done(&text);
}
