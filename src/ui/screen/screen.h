/* screen: a terminal that shows a grid and gives keys; the only curses.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/grid.h"

struct screen;

/* Keys that are no character stand behind the last code point. */
enum screen_key {
	SCREEN_KEY_UP = 0x110000,
	SCREEN_KEY_DOWN,
	SCREEN_KEY_LEFT,
	SCREEN_KEY_RIGHT,
	SCREEN_KEY_PAGE_UP,
	SCREEN_KEY_PAGE_DOWN,
	SCREEN_KEY_HOME,
	SCREEN_KEY_END,
	SCREEN_KEY_F1,
	SCREEN_KEY_F12 = SCREEN_KEY_F1 + 11,
	SCREEN_KEY_BACKSPACE,
	SCREEN_KEY_LAST,
	SCREEN_KEY_CLICK = 0x200000, /* plus the row that was clicked on */
};
enum {
	SCREEN_KEY_ENTER = '\n',
	SCREEN_KEY_INTERRUPT = 3, /* Ctrl-C, after screen_take_interrupts() */
	SCREEN_KEY_ESCAPE = 27,
	SCREEN_KEY_REDRAW = 12, /* Ctrl-L */
};

/* Takes the terminal on standard input and output over. Until screen_close()
 * it is given back when the program dies of a signal. Fails when TERM names no
 * terminal that is known here. */
struct screen *screen_open(struct err *err);

/* A screen of that size that nobody sees: for scripts without a terminal. */
struct screen *screen_open_unseen(int width, int height);
void screen_close(struct screen *screen); /* NULL is fine */

/* Whether it can show UTF-8, which the locale says; else only ASCII. */
bool screen_has_utf8(void);
bool screen_is_seen(const struct screen *screen);
void screen_size(const struct screen *screen, int *width, int *height);

/* Reads the window's size anew, after SIGWINCH. */
void screen_resize(struct screen *screen);

/* Shows `grid`, sending only what differs from what is there. */
void screen_show(struct screen *screen, const struct grid *grid);

/* Forgets what is there, so that the next grid is sent as a whole. */
void screen_forget(struct screen *screen);

/* Takes clicks as keys, or leaves the mouse to the terminal, which selects
 * text with it. */
void screen_take_clicks(struct screen *screen, bool take);

/* From now on ^C is a key, and ^\ nothing: neither ends the program. */
void screen_take_interrupts(struct screen *screen);

/* While a line is typed the terminal sends what it has, ^C and ^Z too, marks a
 * paste, and shows its cursor at (x, y), which screen_show() puts there. */
void screen_begin_typing(struct screen *screen);
void screen_end_typing(struct screen *screen);
bool screen_is_typing(const struct screen *screen);
void screen_set_cursor(struct screen *screen, int x, int y);

/* Gives the terminal back for a while, and takes it over again. */
void screen_suspend(struct screen *screen);
void screen_resume(struct screen *screen);

enum screen_input { SCREEN_NOTHING, SCREEN_KEY, SCREEN_CLOSED };

/* The next key, without waiting. SCREEN_CLOSED: the terminal has gone. */
enum screen_input screen_read(struct screen *screen, uint32_t *key);

/* While a line is typed: adds the bytes that came, without waiting. */
enum screen_input screen_read_bytes(struct screen *screen, struct buf *bytes);

/* A key as the bytes that a terminal sends for it, and the key at the front of
 * bytes, which is cut off: for what was typed before a line was begun, or
 * behind its end. screen_cut_key() returns false when nothing is left. */
void screen_key_bytes(uint32_t key, struct buf *bytes);
bool screen_cut_key(struct str *bytes, uint32_t *key);
