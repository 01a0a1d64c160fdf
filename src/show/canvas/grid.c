/* grid: a rectangle of styled cells, the one canvas of every panel.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A wide character is drawn whole or not at all: where only its left half
 * would fit, a blank stands. Overwriting one half of it blanks the other.
 */
#include "show/canvas/grid.h"

#include "base/mem.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct cell blank = {' ', 0, STYLE_PLAIN};

void grid_init(struct grid *grid, int width, int height)
{
	grid->width = width > 0 ? width : 0;
	grid->height = height > 0 ? height : 0;
	grid->cells = xcalloc((size_t)grid->width * (size_t)grid->height,
			      sizeof(*grid->cells));
	grid->row_packets =
		xcalloc((size_t)grid->height, sizeof(*grid->row_packets));
	grid_clear(grid);
}

void grid_done(struct grid *grid)
{
	free(grid->cells);
	free(grid->row_packets);
	*grid = (struct grid){0};
}

void grid_clear(struct grid *grid)
{
	size_t count = (size_t)grid->width * (size_t)grid->height;
	for (size_t i = 0; i < count; i++)
		grid->cells[i] = blank;
	memset(grid->row_packets, 0,
	       (size_t)grid->height * sizeof(*grid->row_packets));
}

struct area area_of(struct grid *grid)
{
	return (struct area){grid, 0, 0, grid->width, grid->height};
}

static int clamp(int value, int least, int most)
{
	if (value > most)
		value = most;
	return value < least ? least : value;
}

struct area area_cut(struct area area, int x, int y, int width, int height)
{
	x = clamp(x, 0, area.width);
	y = clamp(y, 0, area.height);
	return (struct area){
		.grid = area.grid,
		.x = area.x + x,
		.y = area.y + y,
		.width = clamp(width, 0, area.width - x),
		.height = clamp(height, 0, area.height - y),
	};
}

/* The cell at a place of the area, or NULL outside of it or of the grid. */
static struct cell *cell_at(struct area area, int x, int y)
{
	if (x < 0 || y < 0 || x >= area.width || y >= area.height)
		return NULL;
	x += area.x;
	y += area.y;
	if (x < 0 || y < 0 || x >= area.grid->width || y >= area.grid->height)
		return NULL;
	return &area.grid->cells[y * area.grid->width + x];
}

/* Blanks the other half of a wide character that is about to lose one. */
static void split_wide(struct area area, int x, int y)
{
	struct area all = area_of(area.grid);
	struct cell *cell = cell_at(all, area.x + x, area.y + y);
	struct cell *left = cell_at(all, area.x + x - 1, area.y + y);
	struct cell *right = cell_at(all, area.x + x + 1, area.y + y);
	if (cell && cell->c == 0 && left)
		left->c = ' ';
	if (right && right->c == 0)
		right->c = ' ';
}

static void put(struct area area, int x, int y, struct cell new, int width)
{
	struct cell *cell = cell_at(area, x, y);
	if (!cell)
		return;
	split_wide(area, x, y);
	if (width == 2) {
		struct cell *right = cell_at(area, x + 1, y);
		if (!right) {
			new.c = ' ';
		} else {
			split_wide(area, x + 1, y);
			*right = (struct cell){0, 0, new.style};
		}
	}
	*cell = new;
}

/* A glyph that is an escape has as many cells as letters; a mark goes upon the
 * character before it. */
static void put_glyph(struct area area, int x, int y, enum style style,
		      const struct glyph *glyph, bool is_first)
{
	struct cell *left = cell_at(area, x - 1, y);
	for (size_t i = 0; glyph->is_escaped && i < glyph->len; i++) {
		uint32_t c = (unsigned char)glyph->text[i];
		put(area, x + (int)i, y, (struct cell){c, 0, style}, 1);
	}
	if (glyph->is_escaped)
		return;
	if (glyph->width)
		put(area, x, y, (struct cell){glyph->c, 0, style},
		    (int)glyph->width);
	else if (left && !is_first)
		(left->c ? left : left - 1)->mark = glyph->c;
}

int area_textn(struct area area, int x, int y, enum style style,
	       struct str text)
{
	int start = x;
	struct glyph glyph;
	while (text_glyph(text.data, text.len, &glyph)) {
		put_glyph(area, x, y, style, &glyph, x == start);
		x += (int)glyph.width;
		text.data += glyph.used;
		text.len -= glyph.used;
	}
	return x - start;
}

int area_text(struct area area, int x, int y, enum style style,
	      const char *text)
{
	return area_textn(area, x, y, style, str_from(text));
}

int area_printf(struct area area, int x, int y, enum style style,
		const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text;
	int len = vasprintf(&text, format, args);
	va_end(args);
	assert(len >= 0);
	int used = area_text(area, x, y, style, text);
	free(text);
	return used;
}

int area_fit(struct area area, int x, int y, int room, enum style style,
	     const char *text)
{
	struct str whole = str_from(text);
	if (room <= 0)
		return 0;
	if (text_width(text, whole.len) <= (size_t)room)
		return area_textn(area, x, y, style, whole);
	size_t used = 0, columns = 0;
	struct glyph glyph;
	while (text_glyph(text + used, whole.len - used, &glyph)) {
		if (columns + glyph.width > (size_t)room - 1)
			break;
		columns += glyph.width;
		used += glyph.used;
	}
	area_textn(area, x, y, style, (struct str){text, used});
	area_text(area, x + (int)columns, y, style, "…");
	return (int)columns + 1;
}

void area_fill(struct area area, int x, int y, int width, enum style style,
	       uint32_t c)
{
	for (int i = 0; i < width; i++)
		put(area, x + i, y, (struct cell){c, 0, style}, 1);
}

void area_restyle(struct area area, int x, int y, int width, enum style style)
{
	for (int i = 0; i < width; i++) {
		struct cell *cell = cell_at(area, x + i, y);
		if (cell)
			cell->style = style;
	}
}

void area_about_packet(struct area area, int y, unsigned number)
{
	if (y >= 0 && y < area.height && area.y + y >= 0 &&
	    area.y + y < area.grid->height)
		area.grid->row_packets[area.y + y] = number;
}

void area_copy(struct area area, const struct grid *from, int row)
{
	for (int y = 0; y < area.height; y++) {
		if (row + y >= 0 && row + y < from->height)
			area_about_packet(area, y, from->row_packets[row + y]);
		for (int x = 0; x < area.width; x++) {
			struct cell *cell = cell_at(area, x, y);
			if (!cell)
				continue;
			bool inside = x < from->width && row + y >= 0 &&
				      row + y < from->height;
			*cell = inside ? from->cells[(row + y) * from->width +
						     x]
				       : blank;
		}
	}
}

/* No line is a `+`, which says that a row is new. */
static const struct {
	const char *characters;
	char ascii;
} stand_ins[] = {
	/* clang-format off */
	{"─—–‐‑−", '-'},   {"━═", '='},   {"┄┅", '.'},
	{"│", '|'},        {"┃║", '#'},   {"┆┇", ':'},
	{"├┤┼", '|'},      {"┌┐┬╭╮┏┓", '.'}, {"└╰┗", '`'}, {"┘┴╯┛", '\''},
	{"▶▷→›»", '>'},    {"◀◁←‹«", '<'}, {"…", '~'},
	{"·•", '-'},       {"×✗✘", 'x'},  {"‘’‚", '\''},
	{"“”„", '"'},      {"✓✔", 'v'},   {"↑▲", '^'},
	{"↓▼", 'v'},       {"●", 'o'},    {"\u00a0", ' '},
	/* clang-format on */
};

static uint32_t stand_in(uint32_t c)
{
	for (size_t i = 0; i < COUNT(stand_ins); i++) {
		struct str rest = str_from(stand_ins[i].characters);
		uint32_t one;
		for (size_t size;
		     (size = text_decode(rest.data, rest.len, &one));) {
			if (one == c)
				return (uint32_t)stand_ins[i].ascii;
			rest.data += size;
			rest.len -= size;
		}
	}
	return '?';
}

void grid_signs_to_ascii(struct grid *grid)
{
	size_t count = (size_t)grid->width * (size_t)grid->height;
	for (size_t i = 0; i < count; i++) {
		uint32_t sign = stand_in(grid->cells[i].c);
		if (sign != '?')
			grid->cells[i].c = sign;
	}
}

void grid_to_ascii(struct grid *grid)
{
	size_t count = (size_t)grid->width * (size_t)grid->height;
	for (size_t i = 0; i < count; i++) {
		struct cell *cell = &grid->cells[i];
		cell->mark = 0;
		if (cell->c == 0)
			cell->c = ' ';
		else if (cell->c >= 0x7f)
			cell->c = stand_in(cell->c);
	}
}

static const struct cell *row_of(const struct grid *grid, int y)
{
	return grid->cells + (size_t)y * (size_t)grid->width;
}

/* Columns of a row up to its last character. */
static int row_width(const struct grid *grid, int y)
{
	const struct cell *row = row_of(grid, y);
	int width = grid->width;
	while (width && row[width - 1].c == ' ')
		width--;
	return width;
}

static void print_cells(const struct cell *cells, int width, struct buf *out)
{
	for (int x = 0; x < width; x++) {
		if (cells[x].c)
			text_encode(out, cells[x].c);
		if (cells[x].mark)
			text_encode(out, cells[x].mark);
	}
}

bool area_has(struct area area, int y, const char *text)
{
	struct area row = area_cut(area, 0, y, area.width, 1);
	struct buf shown = {0};
	if (row.height > 0 && row.y < row.grid->height &&
	    row.x + row.width <= row.grid->width)
		print_cells(row_of(row.grid, row.y) + row.x, row.width, &shown);
	bool has = shown.len && strstr(buf_text(&shown), text);
	buf_done(&shown);
	return has;
}

void grid_print(const struct grid *grid, bool styles, struct buf *out)
{
	for (int y = 0; y < grid->height; y++) {
		print_cells(row_of(grid, y), row_width(grid, y), out);
		buf_putc(out, '\n');
	}
	if (!styles)
		return;
	buf_puts(out, "--- style\n");
	for (int y = 0; y < grid->height; y++) {
		for (int x = 0; x < grid->width; x++) {
			const struct cell *cell = row_of(grid, y) + x;
			buf_putc(out, style_look(cell->style)->letter);
		}
		buf_putc(out, '\n');
	}
}
