/* screen_keys: what a terminal sends for a key, and back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/screen/screen_keys.h"

#include "base/mem.h"
#include "ui/screen/screen.h"

#include <curses.h>
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

uint32_t screen_key_of(uint32_t c)
{
	return c == '\r'	       ? (uint32_t)SCREEN_KEY_ENTER
	       : c == 127 || c == '\b' ? (uint32_t)SCREEN_KEY_BACKSPACE
				       : c;
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
		*key = screen_key_of(c);
	}
	bytes->data += len;
	bytes->len -= len;
	return len > 0;
}
