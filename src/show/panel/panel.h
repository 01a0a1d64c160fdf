/* panel: a part of the screen that draws one part of the journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/view/view.h"

/* All panels, from the top of the screen down: of `code`, PANEL_CODE is the
 * number and panel_code, in panel_code.c, what it does. Output is there in
 * place of the wire, after a command; written is what programs wrote to their
 * terminals. */
#define PANELS(X)                                                              \
	X(CODE, code)                                                          \
	X(KERNEL, kernel)                                                      \
	X(WIRE, wire)                                                          \
	X(OUTPUT, output)                                                      \
	X(WRITTEN, written)                                                    \
	X(WORDS, words)

enum panel_id {
#define X(id, name) PANEL_##id,
	PANELS(X)
#undef X
		PANEL_COUNT
};

/* Rows below the border: what a panel cannot do without, what shows all of
 * the viewed beat, what helps to understand that (0: no more than that), and
 * what it could fill. */
struct panel_rows {
	int least, wish, good, most;
};

/* When it is a panel's turn in handing out rows: the first gets or gives them
 * first, and 0 has no turn. */
enum panel_turn {
	PANEL_GIVES,  /* what it has, where the screen is too small */
	PANEL_WISHES, /* gets what shows all of the viewed beat */
	PANEL_FILLS,  /* gets what it could fill */
	PANEL_TURN_COUNT
};

/* A panel may put what it works out into the view's arena. `border` is the
 * one row above the panel's rows, already drawn as a line, for titles.
 * Functions that draw clip, whatever size they are given. */
struct panel {
	const char *name;
	const char *title; /* NULL: drawn by `head` alone */
	struct panel_rows (*rows)(struct view *view, int width);
	/* How many of `height` rows it can make use of, or NULL: all. */
	int (*fitting)(struct view *view, int width, int height);
	void (*draw)(struct view *view, struct area area);
	void (*head)(struct view *view, struct area border); /* or NULL */

	/* Whether it is on a screen of `height` rows, or NULL: always. `small`:
	 * only the explanation and the changed sockets are. */
	bool (*stands)(const struct view *view, int height, bool small);
	int turns[PANEL_TURN_COUNT];
	int keeps; /* rows that it never gives; 0: one */
};

#define X(id, name) extern const struct panel panel_##name;
PANELS(X)
#undef X

const struct panel *panel_get(enum panel_id id);

/* Writes a title at the left or right end of a border. */
void border_left(struct area border, enum style style, const char *title);
void border_right(struct area border, enum style style, const char *title);

/* "rows 5 to 20 of 31" at the right end, when not all rows are seen. */
void border_extent(struct area border, int first, int shown, int rows);
