/* screen_keys: what a terminal sends, as keys or as bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hung-up terminal looks to get_wch(3X) the same as one where nobody types,
 * so it is asked for: readable, and yet not one byte to read.
 */
#include "ui/screen/screen_keys.h"

#include "base/mem.h"
#include "ui/screen/screen.h"
#include "ui/screen/signals.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Cursor keys have two forms, and not every terminal sends the one that its
 * description names. The first of a key is the one that it is given back in. */
static const struct {
	const char *sequence;
	int curses;
	uint32_t key;
} sequences[] = {
	/* clang-format off */
	{"\033[A", KEY_UP, SCREEN_KEY_UP},
	{"\033OA", KEY_UP, SCREEN_KEY_UP},
	{"\033[B", KEY_DOWN, SCREEN_KEY_DOWN},
	{"\033OB", KEY_DOWN, SCREEN_KEY_DOWN},
	{"\033[C", KEY_RIGHT, SCREEN_KEY_RIGHT},
	{"\033OC", KEY_RIGHT, SCREEN_KEY_RIGHT},
	{"\033[D", KEY_LEFT, SCREEN_KEY_LEFT},
	{"\033OD", KEY_LEFT, SCREEN_KEY_LEFT},
	{"\033[H", KEY_HOME, SCREEN_KEY_HOME},
	{"\033OH", KEY_HOME, SCREEN_KEY_HOME},
	{"\033[1~", KEY_HOME, SCREEN_KEY_HOME},
	{"\033[F", KEY_END, SCREEN_KEY_END},
	{"\033OF", KEY_END, SCREEN_KEY_END},
	{"\033[4~", KEY_END, SCREEN_KEY_END},
	{"\033[5~", KEY_PPAGE, SCREEN_KEY_PAGE_UP},
	{"\033[6~", KEY_NPAGE, SCREEN_KEY_PAGE_DOWN},
	{"\033OP", KEY_F(1), SCREEN_KEY_F1},
	{"\033[11~", KEY_F(1), SCREEN_KEY_F1},
	{"\033[[A", KEY_F(1), SCREEN_KEY_F1},
	{"\033OQ", KEY_F(2), SCREEN_KEY_F1 + 1},
	{"\033[12~", KEY_F(2), SCREEN_KEY_F1 + 1},
	{"\033[[B", KEY_F(2), SCREEN_KEY_F1 + 1},
	{"\033OR", KEY_F(3), SCREEN_KEY_F1 + 2},
	{"\033[13~", KEY_F(3), SCREEN_KEY_F1 + 2},
	{"\033[[C", KEY_F(3), SCREEN_KEY_F1 + 2},
	{"\033OS", KEY_F(4), SCREEN_KEY_F1 + 3},
	{"\033[14~", KEY_F(4), SCREEN_KEY_F1 + 3},
	{"\033[[D", KEY_F(4), SCREEN_KEY_F1 + 3},
	{"\033[15~", KEY_F(5), SCREEN_KEY_F1 + 4},
	{"\033[[E", KEY_F(5), SCREEN_KEY_F1 + 4},
	{"\033[17~", KEY_F(6), SCREEN_KEY_F1 + 5},
	{"\033[18~", KEY_F(7), SCREEN_KEY_F1 + 6},
	{"\033[19~", KEY_F(8), SCREEN_KEY_F1 + 7},
	{"\033[20~", KEY_F(9), SCREEN_KEY_F1 + 8},
	{"\033[21~", KEY_F(10), SCREEN_KEY_F1 + 9},
	{"\033[23~", KEY_F(11), SCREEN_KEY_F1 + 10},
	{"\033[24~", KEY_F(12), SCREEN_KEY_F1 + 11},
	/* clang-format on */
};

void screen_define_keys(void)
{
	for (size_t i = 0; i < COUNT(sequences); i++)
		define_key(sequences[i].sequence, sequences[i].curses);
}

static const struct {
	wint_t curses;
	uint32_t key;
} function_keys[] = {
	{KEY_UP, SCREEN_KEY_UP},	 {KEY_DOWN, SCREEN_KEY_DOWN},
	{KEY_LEFT, SCREEN_KEY_LEFT},	 {KEY_RIGHT, SCREEN_KEY_RIGHT},
	{KEY_PPAGE, SCREEN_KEY_PAGE_UP}, {KEY_NPAGE, SCREEN_KEY_PAGE_DOWN},
	{KEY_HOME, SCREEN_KEY_HOME},	 {KEY_END, SCREEN_KEY_END},
	{KEY_ENTER, SCREEN_KEY_ENTER},	 {KEY_BACKSPACE, SCREEN_KEY_BACKSPACE},
};

static bool has_gone(void)
{
	struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
	if (poll(&in, 1, 0) <= 0)
		return false;
	int bytes = 0;
	if (in.revents & (POLLHUP | POLLERR | POLLNVAL))
		return true;
	return ioctl(STDIN_FILENO, FIONREAD, &bytes) < 0 || bytes == 0;
}

static uint32_t key_of(uint32_t c)
{
	return c == '\r'	       ? (uint32_t)SCREEN_KEY_ENTER
	       : c == 127 || c == '\b' ? (uint32_t)SCREEN_KEY_BACKSPACE
				       : c;
}

enum screen_input screen_read(struct screen *screen, uint32_t *key)
{
	wint_t c;
	if (!screen_is_seen(screen))
		return SCREEN_NOTHING;
	// It shows first what was drawn, and that may stand still.
	signals_write_begin();
	int kind = get_wch(&c);
	signals_write_end();
	if (kind == ERR)
		return has_gone() ? SCREEN_CLOSED : SCREEN_NOTHING;
	if (kind == OK) {
		*key = key_of((uint32_t)c);
		return SCREEN_KEY;
	}
	MEVENT click;
	if (c == KEY_MOUSE && getmouse(&click) == OK) {
		*key = SCREEN_KEY_CLICK + (uint32_t)click.y;
		return SCREEN_KEY;
	}
	if (c >= KEY_F(1) && c <= KEY_F(12)) {
		*key = SCREEN_KEY_F1 + (uint32_t)(c - KEY_F(1));
		return SCREEN_KEY;
	}
	for (size_t i = 0; i < COUNT(function_keys); i++) {
		if (function_keys[i].curses == c) {
			*key = function_keys[i].key;
			return SCREEN_KEY;
		}
	}
	return screen_read(screen, key);
}

enum screen_input screen_read_bytes(struct screen *screen, struct buf *bytes)
{
	char part[1024];
	struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
	if (!screen_is_seen(screen) || poll(&in, 1, 0) <= 0)
		return SCREEN_NOTHING;
	ssize_t n = read(STDIN_FILENO, part, sizeof(part));
	if (n > 0)
		buf_add(bytes, part, (size_t)n);
	if (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR)))
		return SCREEN_KEY;
	return SCREEN_CLOSED;
}

void screen_key_bytes(uint32_t key, struct buf *bytes)
{
	for (size_t i = 0; i < COUNT(sequences); i++) {
		if (sequences[i].key == key) {
			buf_puts(bytes, sequences[i].sequence);
			return;
		}
	}
	if (key == SCREEN_KEY_ENTER)
		buf_putc(bytes, '\r');
	else if (key == SCREEN_KEY_BACKSPACE)
		buf_putc(bytes, 127);
	else if (key < SCREEN_KEY_UP)
		text_encode(bytes, key);
}

bool screen_cut_key(struct str *bytes, uint32_t *key)
{
	size_t len = 0;
	for (size_t i = 0; !len && i < COUNT(sequences); i++) {
		if (!str_has_prefix(*bytes, sequences[i].sequence))
			continue;
		len = strlen(sequences[i].sequence);
		*key = sequences[i].key;
	}
	if (!len) {
		uint32_t c;
		len = text_decode(bytes->data, bytes->len, &c);
		*key = key_of(c);
	}
	bytes->data += len;
	bytes->len -= len;
	return len > 0;
}
