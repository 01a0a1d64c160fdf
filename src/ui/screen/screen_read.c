/* screen_read: what was pressed or sent, from the terminal itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hung-up terminal looks to get_wch(3X) the same as one where nobody types,
 * so it is asked for: readable, and yet not one byte to read.
 */
#include "base/mem.h"
#include "ui/screen/screen.h"
#include "ui/screen/screen_keys.h"
#include "ui/screen/signals.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

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
		*key = screen_key_of((uint32_t)c);
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
