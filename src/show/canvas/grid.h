/* grid: a rectangle of styled cells, the one canvas of every panel.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"
#include "show/canvas/style.h"

/* One column of a terminal. A wide character stands in its left cell; the
 * right one has c 0. `mark` is a combining character or 0. */
struct cell {
	uint32_t c;
	uint32_t mark;
	enum style style;
};

/* Owns its cells. Outside of it nothing is drawn: every function clips. */
struct grid {
	int width, height;
	struct cell *cells;    /* row by row */
	unsigned *row_packets; /* the packet that each row is about, or 0 */
};

void grid_init(struct grid *grid, int width, int height); /* all blanks */
void grid_done(struct grid *grid);
void grid_clear(struct grid *grid);

/* A part of a grid that is drawn into with coordinates of its own. */
struct area {
	struct grid *grid;
	int x, y, width, height;
};

struct area area_of(struct grid *grid);
struct area area_cut(struct area area, int x, int y, int width, int height);

/* Writes UTF-8 text on one row, clipped. Returns the columns it took. */
int area_text(struct area area, int x, int y, enum style style,
	      const char *text);
int area_textn(struct area area, int x, int y, enum style style,
	       struct str text);
int area_printf(struct area area, int x, int y, enum style style,
		const char *format, ...) PRINTF(5, 6);

/* Writes text in at most `room` columns; what does not fit is cut and ends in
 * an ellipsis. Returns the columns it took. */
int area_fit(struct area area, int x, int y, int room, enum style style,
	     const char *text);

void area_fill(struct area area, int x, int y, int width, enum style style,
	       uint32_t c);

/* Says that a row is about a packet: a click on it chooses that. */
void area_about_packet(struct area area, int y, unsigned number);

/* Changes the style of cells already drawn. */
void area_restyle(struct area area, int x, int y, int width, enum style style);

/* Whether `text` stands on that row. */
bool area_has(struct area area, int y, const char *text);

/* Writes words over several rows, broken at spaces, `code` and *emphasis*
 * styled and their marks left out. Returns the rows it took (which can be more
 * than the area has; those are not drawn). */
int area_words(struct area area, enum style style, const char *words);

/* The rows that area_words() would take in an area of `width`. */
int words_rows(const char *words, int width);

/* Copies rows of `from`, the first being `row`, into `area`. */
void area_copy(struct area area, const struct grid *from, int row);

/* Replaces every cell outside ASCII by one that stands for it: lines by +-|,
 * arrow heads by < and >, an ellipsis by ~, other characters by ?. */
void grid_to_ascii(struct grid *grid);

/* The same of lines, arrows and other signs; letters that ASCII has not stay.
 */
void grid_signs_to_ascii(struct grid *grid);

/* The grid as text: one line for each row, without blanks at the ends; then,
 * when `styles`, a line "--- style" and one letter for each cell. */
void grid_print(const struct grid *grid, bool styles, struct buf *out);
