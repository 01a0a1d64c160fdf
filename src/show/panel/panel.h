/* panel: a part of the screen that draws one part of the journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/view/view.h"

enum panel_id {
	PANEL_CODE,
	PANEL_KERNEL,
	PANEL_WIRE,
	PANEL_OUTPUT,  /* in place of the wire, after a command */
	PANEL_WRITTEN, /* by programs to their terminals */
	PANEL_WORDS,
	PANEL_COUNT
};

/* Rows below the border: what a panel cannot do without, what shows all of
 * the viewed beat, what helps to understand that (0: no more than that), and
 * what it could fill. */
struct panel_rows {
	int least, wish, good, most;
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
};

extern const struct panel panel_code, panel_kernel, panel_wire, panel_output,
	panel_written, panel_words;

const struct panel *panel_get(enum panel_id id);

/* Writes a title at the left or right end of a border. */
void border_left(struct area border, enum style style, const char *title);
void border_right(struct area border, enum style style, const char *title);

/* "rows 5 to 20 of 31" at the right end, when not all rows are seen. */
void border_extent(struct area border, int first, int shown, int rows);

/* "0.4 ms", "0.03 ms", "1.2 s"; "under 0.01 ms" for less. */
void time_print(uint64_t nanoseconds, struct buf *out);

/* The result of a call in the words of the screen: "= 0", "= -1 ECONNREFUSED
 * (Connection refused)" or in Python "= None", "raises
 * OSError: [Errno 107] …", "blocked", "killed by SIGPIPE",
 * "running". Returns its style. `brief`: without the system's words. */
enum style result_words(const struct event_call *call, enum notation notation,
			bool brief, struct buf *out);
