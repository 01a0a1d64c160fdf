/* screen: a terminal that shows a grid and gives keys; the only curses.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * newterm(3X) is used, because initscr(3X) ends the program when it does not
 * know the terminal. Standard input is not made non-blocking, which would
 * outlive us in the shell's open file; curses polls instead (nodelay).
 *
 * While a line is typed, curses draws but does not read: readline wants the
 * bytes as they come, and the keys that would be signals or flow control.
 */
#include "ui/screen/screen.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "ui/screen/rescue.h"
#include "ui/screen/screen_colours.h"
#include "ui/screen/screen_keys.h"
#include "ui/screen/signals.h"

#include <curses.h>
#include <langinfo.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

enum { USUAL_WIDTH = 80, USUAL_HEIGHT = 24 };

struct screen {
	SCREEN *curses; /* NULL: unseen */
	bool has_colours, takes_clicks, takes_interrupts, is_typing;
	int cursor_x, cursor_y; /* while a line is typed */
	struct termios before_typing;
	int width, height;
	struct grid shown; /* what the terminal holds */
	bool is_known;	   /* whether `shown` is true */
};

/* --- opening and closing ---------------------------------------------------
 */

/* A paste is marked (bracketed paste, xterm's control sequences). */
static const char begin_marking[] = "\033[?2004h",
		  end_marking[] = "\033[?2004l";

/* A terminal that places its cursor with such a sequence knows the marks, or
 * skips them. */
static bool is_usual(void)
{
	return cursor_address && !strncmp(cursor_address, "\033[", 2);
}

static char reset_text[256];
static size_t reset_len;

static int add_to_reset(int c)
{
	if (reset_len + 1 < sizeof(reset_text))
		reset_text[reset_len++] = (char)c;
	return c;
}

/* What gives the terminal back: usual colours, visible cursor, usual keypad,
 * the other screen. */
static const char *make_reset(void)
{
	const char *parts[] = {exit_attribute_mode,
			       orig_pair,
			       cursor_normal,
			       keypad_local,
			       is_usual() ? end_marking : NULL,
			       exit_ca_mode};
	reset_len = 0;
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (parts[i])
			tputs(parts[i], 1, add_to_reset);
	}
	reset_text[reset_len] = '\0';
	return reset_text;
}

/* Without signals and without flow control, for they are keys of readline.
 * raw(3X) is not used: noraw(3X) does not put back what was before. */
static void set_typing(struct screen *screen, bool is_typing)
{
	signals_write_begin();
	if (is_typing && tcgetattr(STDIN_FILENO, &screen->before_typing) == 0) {
		struct termios modes = screen->before_typing;
		modes.c_lflag &= ~(tcflag_t)(ISIG | IEXTEN);
		modes.c_iflag &= ~(tcflag_t)(IXON | ICRNL);
		tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
	} else if (!is_typing) {
		tcsetattr(STDIN_FILENO, TCSADRAIN, &screen->before_typing);
	}
	curs_set(is_typing);
	leaveok(stdscr, !is_typing);
	if (is_usual()) {
		putp(is_typing ? begin_marking : end_marking);
		fflush(stdout);
	}
	signals_write_end();
}

static void set_modes(void)
{
	signals_write_begin();
	cbreak();
	noecho();
	nonl();
	curs_set(0);
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	intrflush(stdscr, FALSE);
	leaveok(stdscr, TRUE);
	scrollok(stdscr, FALSE);
	set_escdelay(25);
	signals_write_end();
}

/* cbreak(3X) leaves the characters of signals as they are. */
static void set_interrupts(const struct screen *screen)
{
	struct termios modes;
	if (!screen->takes_interrupts || tcgetattr(STDIN_FILENO, &modes) < 0)
		return;
	modes.c_cc[VINTR] = modes.c_cc[VQUIT] = _POSIX_VDISABLE;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
}

void screen_take_interrupts(struct screen *screen)
{
	screen->takes_interrupts = screen->curses != NULL;
	set_interrupts(screen);
}

/* Asked for beforehand, because newterm(3X) does not free what it has when
 * it fails. */
static bool is_known_terminal(void)
{
	int why;
	if (setupterm(NULL, STDOUT_FILENO, &why) != OK)
		return false;
	del_curterm(cur_term);
	return true;
}

struct screen *screen_open(struct err *err)
{
	const char *term = getenv("TERM");
	// The window's size is right where LINES and COLUMNS are stale.
	use_tioctl(TRUE);
	struct screen *screen = xcalloc(1, sizeof(*screen));
	rescue_arm();
	signals_write_begin();
	if (is_known_terminal())
		screen->curses = newterm(NULL, stdout, stdin);
	signals_write_end();
	if (!screen->curses) {
		rescue_disarm();
		free(screen);
		return FAILURE_NULL(err, "no-terminal-known",
				    SLOT_TEXT("term", term ? term : ""));
	}
	rescue_set_reset(make_reset());
	set_modes();
	screen_define_keys();
	screen->has_colours = screen_start_colours();
	screen_resize(screen);
	return screen;
}

struct screen *screen_open_unseen(int width, int height)
{
	struct screen *screen = xcalloc(1, sizeof(*screen));
	screen->width = width > 0 ? width : USUAL_WIDTH;
	screen->height = height > 0 ? height : USUAL_HEIGHT;
	return screen;
}

void screen_close(struct screen *screen)
{
	if (!screen)
		return;
	if (screen->curses) {
		screen_end_typing(screen);
		signals_write_begin();
		rescue_go_on();
		endwin();
		signals_write_end();
		rescue_disarm();
		delscreen(screen->curses);
	}
	grid_done(&screen->shown);
	free(screen);
}

bool screen_has_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

bool screen_is_seen(const struct screen *screen)
{
	return screen->curses != NULL;
}

void screen_size(const struct screen *screen, int *width, int *height)
{
	*width = screen->width;
	*height = screen->height;
}

void screen_resize(struct screen *screen)
{
	if (!screen->curses)
		return;
	struct winsize size = {0};
	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	// A terminal that does not know its size says 0.
	screen->width = size.ws_col ? size.ws_col : USUAL_WIDTH;
	screen->height = size.ws_row ? size.ws_row : USUAL_HEIGHT;
	resizeterm(screen->height, screen->width);
	screen_forget(screen);
}

void screen_suspend(struct screen *screen)
{
	if (!screen->curses)
		return;
	if (screen->is_typing)
		set_typing(screen, false);
	signals_write_begin();
	endwin();
	signals_write_end();
	rescue_disarm();
}

void screen_resume(struct screen *screen)
{
	if (!screen->curses)
		return;
	rescue_arm();
	reset_prog_mode();
	set_modes();
	set_interrupts(screen);
	if (screen->is_typing)
		set_typing(screen, true);
	screen_resize(screen);
}

void screen_begin_typing(struct screen *screen)
{
	if (!screen->curses || screen->is_typing)
		return;
	screen->is_typing = true;
	set_typing(screen, true);
}

void screen_end_typing(struct screen *screen)
{
	if (!screen->is_typing)
		return;
	screen->is_typing = false;
	set_typing(screen, false);
}

bool screen_is_typing(const struct screen *screen)
{
	return screen->is_typing;
}

void screen_set_cursor(struct screen *screen, int x, int y)
{
	screen->cursor_x = x;
	screen->cursor_y = y;
}

/* --- showing ---------------------------------------------------------------
 */

void screen_forget(struct screen *screen)
{
	screen->is_known = false;
}

/* What the locale has no character for is a question mark. */
static wchar_t shown_character(uint32_t c)
{
	if (c < 0x20 || c == 0x7f)
		return L' ';
	if (c < 0x7f || screen_has_utf8())
		return (wchar_t)c;
	return wctob((wint_t)c) == EOF ? L'?' : (wchar_t)c;
}

static void show_cell(const struct screen *screen, int x, int y,
		      const struct cell *cell)
{
	wchar_t text[] = {shown_character(cell->c), (wchar_t)cell->mark, 0};
	if (text[1] && !screen_has_utf8())
		text[1] = 0;
	cchar_t out;
	short pair = screen->has_colours ? screen_pair(cell->style) : 0;
	setcchar(&out, text, screen_attributes(cell->style), pair, NULL);
	mvadd_wch(y, x, &out);
}

static bool same_cell(const struct cell *a, const struct cell *b)
{
	return a->c == b->c && a->mark == b->mark && a->style == b->style;
}

/* A changed right half of a wide character is its left half's business, and a
 * changed left half takes its right neighbour with it. */
static void show_row(const struct screen *screen, const struct grid *grid,
		     int y)
{
	size_t start = (size_t)y * (size_t)grid->width;
	const struct cell *now = grid->cells + start;
	const struct cell *old = screen->shown.cells + start;
	for (int x = 0; x < grid->width; x++) {
		bool changed =
			!screen->is_known || !same_cell(now + x, old + x);
		bool was_wide = x + 1 < grid->width && !old[x + 1].c;
		if (!changed || !now[x].c)
			continue;
		show_cell(screen, x, y, now + x);
		if (was_wide && now[x + 1].c)
			show_cell(screen, x + 1, y, now + x + 1);
	}
}

static void remember(struct screen *screen, const struct grid *grid)
{
	size_t count = (size_t)grid->width * (size_t)grid->height;
	memcpy(screen->shown.cells, grid->cells, count * sizeof(*grid->cells));
	screen->is_known = true;
}

void screen_show(struct screen *screen, const struct grid *grid)
{
	if (!screen->curses)
		return;
	if (screen->shown.width != grid->width ||
	    screen->shown.height != grid->height) {
		grid_done(&screen->shown);
		grid_init(&screen->shown, grid->width, grid->height);
		screen->is_known = false;
	}
	if (!screen->is_known)
		clear();
	for (int y = 0; y < grid->height; y++)
		show_row(screen, grid, y);
	if (screen->is_typing)
		move(screen->cursor_y, screen->cursor_x);
	signals_write_begin();
	refresh();
	signals_write_end();
	remember(screen, grid);
}

void screen_take_clicks(struct screen *screen, bool take)
{
	if (!screen->curses || screen->takes_clicks == take)
		return;
	screen->takes_clicks = take;
	mouseinterval(0);
	signals_write_begin();
	mousemask(take ? BUTTON1_PRESSED : 0, NULL);
	signals_write_end();
}
