/* prompt_draw: an open prompt in the last rows of the screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/prompt/prompt_draw.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <string.h>

enum { LIST_ROWS_MOST = 6, INSET = 2 };

static int columns(struct str text)
{
	return (int)text_width(text.data, text.len);
}

/* Adds the glyphs of `text`, an arrow for a newline; `cursor` becomes the
 * offset in `out`. */
static void make_visible(struct str text, size_t *cursor, struct buf *out)
{
	size_t at = *cursor;
	struct glyph glyph;
	for (size_t i = 0; text_glyph(text.data + i, text.len - i, &glyph);
	     i += glyph.used) {
		if (i == at)
			*cursor = out->len;
		if (glyph.c == '\n')
			buf_puts(out, "\xe2\x86\xb5");
		else
			buf_add(out, glyph.text, glyph.len);
	}
	if (at >= text.len)
		*cursor = out->len;
}

/* The offset behind as many characters as fit into `room` columns. */
static size_t fitting(struct str text, int room)
{
	size_t i = 0;
	uint32_t c;
	while (i < text.len) {
		size_t len = text_decode(text.data + i, text.len - i, &c);
		room -= columns((struct str){text.data + i, len});
		if (room < 0)
			break;
		i += len;
	}
	return i;
}

/* Scrolls by half a window, so that the cursor seldom makes the line jump. */
static size_t first_shown(struct str text, size_t cursor, int room)
{
	size_t first = 0;
	while (columns((struct str){text.data + first, cursor - first}) >=
	       room - 1) {
		size_t step =
			fitting((struct str){text.data + first, cursor - first},
				room > 3 ? room / 2 : 1);
		if (!step)
			break;
		first += step;
	}
	return first;
}

static int draw_text(struct area row, int x, struct str text, size_t cursor)
{
	int room = row.width - x;
	size_t first = first_shown(text, cursor, room);
	struct str shown = {text.data + first, text.len - first};
	size_t len = fitting(shown, room);
	area_textn(row, x, 0, STYLE_PLAIN, (struct str){shown.data, len});
	if (first)
		area_text(row, x, 0, STYLE_LABEL, "<");
	if (len < shown.len)
		area_text(row, x + room - 1, 0, STYLE_LABEL, ">");
	return x + columns((struct str){shown.data, cursor - first});
}

static int draw_line(const struct prompt *prompt, struct area row)
{
	struct prompt_line line = prompt_line(prompt);
	struct buf visible = {0};
	size_t cursor = line.cursor;
	make_visible(line.text, &cursor, &visible);
	// A long label leaves half of the row to the line.
	int label = columns(str_from(line.label));
	int room = label > row.width / 2 ? row.width / 2 : label;
	area_fit(row, 0, 0, room, STYLE_KEY, line.label);
	int x = draw_text(row, room,
			  (struct str){buf_text(&visible), visible.len},
			  cursor);
	buf_done(&visible);
	return x;
}

static int widest(const struct buf *list, int *count)
{
	struct str rest = {list->data, list->len}, word;
	int most = 0;
	*count = 0;
	while (list->len && str_next_line(&rest, &word)) {
		int width = columns(word);
		most = width > most ? width : most;
		++*count;
	}
	return most;
}

/* In columns, read downwards; of a list that is too long the last place says
 * how many more there are. */
static void draw_list(const struct buf *list, struct area area, int bottom)
{
	int count;
	int width = widest(list, &count) + 2;
	width = width > area.width ? area.width : width;
	if (!count || bottom < 2)
		return;
	int across = area.width / width;
	int rows = (count + across - 1) / across;
	int most = bottom - 1 < LIST_ROWS_MOST ? bottom - 1 : LIST_ROWS_MOST;
	rows = rows > most ? most : rows;
	int places = rows * across;
	struct str rest = {list->data, list->len}, word;
	for (int y = bottom - rows; y < bottom; y++)
		area_fill(area, 0, y, area.width, STYLE_PLAIN, ' ');
	for (int i = 0; i < places && str_next_line(&rest, &word); i++) {
		int x = i / rows * width, y = bottom - rows + i % rows;
		AUTO_FREE char *text =
			i == places - 1 && count > places
				? SENTENCE_NEW("reply-prompt-more",
					       SLOT_NUMBER("count",
							   count - places + 1))
				: xprintf("%.*s", (int)word.len, word.data);
		area_fit(area, x, y, width - 1, STYLE_CODE, text);
	}
}

void prompt_draw(const struct prompt *prompt, const char *hint,
		 struct grid *grid, int *x, int *y)
{
	struct area area = area_of(grid);
	int inset = area.width > 2 * INSET ? INSET : 0;
	int width = area.width - 2 * inset;
	*y = area.height > 1 ? area.height - 2 : 0;
	struct area all = area_cut(area, inset, 0, width, area.height);
	struct area row = area_cut(area, inset, *y, width, 1);
	area_fill(row, 0, 0, width, STYLE_PLAIN, ' ');
	draw_list(&prompt->listed, all, *y);
	*x = inset + draw_line(prompt, row);
	if (area.height < 2)
		return;
	struct area last = area_cut(area, inset, area.height - 1, width, 1);
	const char *usual = sentence_text("reply-prompt-keys");
	area_fill(last, 0, 0, width, STYLE_PLAIN, ' ');
	area_fit(last, 1, 0, width - 2, hint[0] ? STYLE_CODE : STYLE_LABEL,
		 hint[0]	 ? hint
		 : prompt->about ? prompt->about
				 : usual);
}
