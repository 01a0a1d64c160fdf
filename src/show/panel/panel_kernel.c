/* panel_kernel: the sockets of the lab as the kernel reports them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One row for each socket, with a second one below it for a note that does not
 * fit beside it. When there are too many rows, those that changed are kept,
 * and the rows stay in their order.
 */
#include "base/count.h"
#include "base/sentence.h"
#include "show/panel/panel.h"
#include "show/socket/table_fit.h"

#include <string.h>

/* Fewer columns of a note say nothing. More rows than those are good for a
 * census, not for one beat. */
enum { NOTE_LEAST = 12, ROWS_GOOD = 6 };

static int text_columns(const char *text)
{
	return (int)text_width(text, strlen(text));
}

/* Where a note begins: behind the columns or, when it does not fit there,
 * behind the text of the last one, which is often short. */
static int note_column(const struct table *table, const struct table_row *row,
		       int width)
{
	int peer = table->widths[TABLE_PEER];
	int text = text_columns(row->cells[TABLE_PEER].now);
	int aligned = table->used + 1;
	bool fits = aligned + text_columns(row->note) <= width;
	if (fits || !peer || row->cells[TABLE_PEER].old || text >= peer)
		return aligned;
	return aligned - peer + text;
}

/* Rows of the screen that a socket takes. */
static int row_height(const struct table *table, const struct table_row *row,
		      int width)
{
	int note = text_columns(row->note);
	return note && note_column(table, row, width) + note > width ? 2 : 1;
}

static bool is_owned(const struct table_row *row)
{
	return !row->change->after || row->change->after->owner_count;
}

/* What words speak of is mostly what changed, or what only the kernel has. */
enum rows { ROWS_CHANGED, ROWS_KERNEL, ROWS_OTHER };

static enum rows kind_of(const struct table_row *row)
{
	if (row->changed)
		return ROWS_CHANGED;
	return is_owned(row) ? ROWS_OTHER : ROWS_KERNEL;
}

static struct panel_rows kernel_rows(struct view *view, int width)
{
	struct table table = table_make(view, width);
	int seen = 0, notes = 0, new_notes = 0, all = (int)table.count;
	for (size_t i = 0; i < table.count; i++) {
		int below = row_height(&table, &table.rows[i], width) - 1;
		seen += kind_of(&table.rows[i]) != ROWS_OTHER;
		notes += below;
		new_notes += table.rows[i].changed ? below : 0;
	}
	struct panel_rows rows = {
		.least = 1 + (seen > 3 ? 3
			      : seen   ? seen
				       : 1),
		.wish = 1 + (seen ? seen : 1) + (seen && seen < all) +
			(view->scene->stage ? new_notes : 0),
		.most = 1 + all + notes,
	};
	// The words may point at any row; where there are many, a row says
	// how many more there are.
	int good = all < ROWS_GOOD ? all : ROWS_GOOD + 1;
	good += 1 + notes;
	rows.good = good < rows.most ? good : rows.most;
	if (!table.count)
		rows = (struct panel_rows){1, 1, 1, 1};
	return rows;
}

/* Old and new are both in the cell when there is room; the changed part is
 * marked. An address is cut at its front: the port tells it from others. */
static void draw_cell(const struct table *table, const struct table_cell *cell,
		      struct area area, int column, enum style style)
{
	struct buf text = {0};
	bool both = cell->old && *cell->old;
	if (both)
		buf_printf(&text, "%s%s", cell->old, table->arrow);
	buf_puts(&text, cell->now);
	int width = text_columns(buf_text(&text)), room = area.width;
	enum style look = cell->old ? STYLE_CHANGED : style;
	bool address = column == TABLE_LOCAL || column == TABLE_PEER;
	if (width > room && address) {
		const char *at = buf_text(&text);
		uint32_t c;
		while (*at && text_columns(at) > room - 1)
			at += text_decode(at, strlen(at), &c);
		area_text(area, 0, 0, look, "…");
		area_text(area, 1, 0, look, at);
	} else {
		int x = table_is_right(column) && width < room ? room - width
							       : 0;
		area_fit(area, x, 0, room - x, look, buf_text(&text));
	}
	buf_done(&text);
}

static enum style row_style(const struct table_row *row)
{
	const struct socket_state *now = row->change->after;
	if (!now)
		return STYLE_GONE;
	return now->owner_count ? STYLE_PLAIN : STYLE_KERNEL;
}

/* As many parts of a note as fit, and a sign for the others: half a word is
 * read as another. */
static void fit_note(struct area area, int x, int y, int room, const char *note)
{
	size_t kept = 0;
	for (size_t i = 0; note[i]; i++) {
		bool ends = (note[i] == ',' || note[i] == ';') &&
			    note[i + 1] == ' ';
		if (ends && (int)text_width(note, i) + 2 <= room)
			kept = i;
	}
	if (text_columns(note) <= room) {
		area_fit(area, x, y, room, STYLE_LABEL, note);
		return;
	}
	if (kept)
		x += 1 + area_textn(area, x, y, STYLE_LABEL,
				    (struct str){note, kept});
	area_text(area, x, y, STYLE_LABEL, "…");
}

static void draw_note(const struct table *table, const struct table_row *row,
		      struct area area, int y, bool below)
{
	if (!*row->note)
		return;
	if (below) {
		area_text(area, 2, y + 1, STYLE_BORDER, "└");
		fit_note(area, 4, y + 1, area.width - 4, row->note);
		return;
	}
	int x = note_column(table, row, area.width);
	int room = area.width - x;
	if (room >= NOTE_LEAST || room >= text_columns(row->note))
		fit_note(area, x, y, room, row->note);
}

static void draw_row(const struct table *table, const struct table_row *row,
		     struct area area, int y, bool below)
{
	enum style style = row_style(row);
	int x = 1;
	area_text(area, 0, y, row->changed ? STYLE_CHANGED : style, row->sign);
	for (int i = 0; i < TABLE_COLUMNS; i++) {
		int width = table->widths[i];
		if (!width)
			continue;
		draw_cell(table, &row->cells[i], area_cut(area, x, y, width, 1),
			  i, style);
		x += width + 1;
	}
	draw_note(table, row, area, y, below);
}

/* Returns the column behind the last heading. */
static int draw_headings(const struct table *table, struct area area)
{
	int x = 1, end = 0;
	for (int i = 0; i < TABLE_COLUMNS; i++) {
		const char *heading = table_heading((enum table_column)i);
		int width = table->widths[i], pad = 0;
		if (!width)
			continue;
		if (table_is_right((enum table_column)i))
			pad = width - text_columns(heading);
		end = x + pad +
		      area_fit(area, x + pad, 0, width - pad, STYLE_LABEL,
			       heading);
		x += width + 1;
	}
	return end;
}

/* How a row is shown. */
struct choice {
	bool shown, noted; /* noted: its note has a row below it */
};

/* Chooses rows of a kind for `room` rows of the screen, while there is room;
 * `named`: only those whose state the words name. Returns the rows left over.
 */
static int choose_rows(const struct view *view, const struct table *table,
		       enum rows kind, bool named, int room,
		       struct choice *choices)
{
	for (size_t i = 0; i < table->count && room > 0; i++) {
		const struct table_row *row = &table->rows[i];
		const char *state = row->cells[TABLE_STATE].now;
		if (kind_of(row) != kind || choices[i].shown ||
		    (named && !view_names(view, state)))
			continue;
		choices[i].shown = true;
		room--;
	}
	return room;
}

/* Gives rows to notes of the same: first to those of sockets that no process
 * has, because they surprise. Returns the rows left over. */
static int choose_notes(const struct table *table, bool changed, int width,
			int room, struct choice *choices)
{
	for (int turn = 0; turn < 2; turn++) {
		for (size_t i = 0; i < table->count && room > 0; i++) {
			const struct table_row *row = &table->rows[i];
			int rank = is_owned(row) ? 1 : 0;
			if (row->changed != changed || rank != turn ||
			    !choices[i].shown ||
			    row_height(table, row, width) < 2)
				continue;
			choices[i].noted = true;
			room--;
		}
	}
	return room;
}

/* Which rows are shown, `room` of them with their notes. Where each socket has
 * a row, no note takes one away. */
static void choose(const struct view *view, const struct table *table,
		   int width, int room, struct choice *choices)
{
	bool all = (int)table->count <= room;
	room = choose_rows(view, table, ROWS_CHANGED, true, room, choices);
	room = choose_rows(view, table, ROWS_CHANGED, false, room, choices);
	room = choose_rows(view, table, ROWS_KERNEL, true, room, choices);
	room = choose_rows(view, table, ROWS_OTHER, true, room, choices);
	// What only the kernel has words speak of, whenever it changed.
	room = choose_rows(view, table, ROWS_KERNEL, false, room, choices);
	if (!all)
		room = choose_notes(table, true, width, room, choices);
	room = choose_rows(view, table, ROWS_OTHER, false, room, choices);
	if (all)
		room = choose_notes(table, true, width, room, choices);
	choose_notes(table, false, width, room, choices);
}

/* Whether a row says how many more there are. It must not take that of a socket
 * that words speak of, unless there are too many of those anyway. */
static bool has_hint(const struct table *table, int room)
{
	int seen = 0;
	for (size_t i = 0; i < table->count; i++)
		seen += kind_of(&table->rows[i]) != ROWS_OTHER;
	return (int)table->count > room && room > 1 &&
	       (seen < room || (seen > room && room > 2));
}

/* Returns how many rows are not shown and have no row that says so. */
static size_t draw_chosen(struct view *view, const struct table *table,
			  struct area area)
{
	struct choice *choices = arena_alloc(
		&view->arena, (table->count + 1) * sizeof(*choices));
	bool hint = has_hint(table, area.height);
	choose(view, table, area.width, area.height - hint, choices);
	size_t hidden = 0;
	int y = 0;
	for (size_t i = 0; i < table->count; i++) {
		hidden += !choices[i].shown;
		if (!choices[i].shown)
			continue;
		draw_row(table, &table->rows[i], area, y, choices[i].noted);
		y += 1 + choices[i].noted;
	}
	if (hint)
		area_text(
			area, 1, y, STYLE_LABEL,
			SENTENCE_KEPT(&view->arena, "panel-more-rows",
				      SLOT_NUMBER("count", hidden),
				      SLOT_TEXT("key", view_key(view, "sockets",
								"s"))));
	return hint ? 0 : hidden;
}

/* Behind the headings, which end at column `end`, where there is room. */
static void draw_hidden(struct view *view, struct area area, int end,
			size_t hidden)
{
	const char *text = SENTENCE_KEPT(
		&view->arena, "panel-rows-hidden", SLOT_NUMBER("count", hidden),
		SLOT_TEXT("key", view_key(view, "sockets", "s")));
	int x = area.width - text_columns(text);
	if (x > end)
		area_text(area, x, 0, STYLE_LABEL, text);
}

static void kernel_draw(struct view *view, struct area area)
{
	struct table table = table_make(view, area.width);
	if (!table.count) {
		area_fit(area, 1, 0, area.width - 1, STYLE_PAST,
			 sentence_text("panel-no-sockets"));
		return;
	}
	int headings = area.height > 1;
	int end = headings ? draw_headings(&table, area) : area.width;
	size_t hidden = draw_chosen(view, &table,
				    area_cut(area, 0, headings, area.width,
					     area.height - headings));
	if (hidden)
		draw_hidden(view, area, end, hidden);
}

static void kernel_head(struct view *view, struct area border)
{
	struct buf command = {0};
	table_command(view, &command);
	table_listed(view, &command);
	border_right(border, STYLE_LABEL, buf_text(&command));
	buf_done(&command);
}

const struct panel panel_kernel = {
	.name = "kernel",
	.title = "kernel",
	.rows = kernel_rows,
	.draw = kernel_draw,
	.head = kernel_head,
	.turns = {[PANEL_GIVES] = 5, [PANEL_WISHES] = 1, [PANEL_FILLS] = 1},
	.keeps = 2,
};
