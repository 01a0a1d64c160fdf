/* keys_stage: the keys of a presenter, which come before those of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Remote controls send Page Up and Page Down, and b or a full stop to blank the
 * screen; a full stop is an order to the wire here.
 */
#include "base/mem.h"
#include "ui/command/keys.h"
#include "ui/screen/screen.h"

/* Masks of moments. */
enum {
	C = 1 << MOMENT_ASKING,
	A = C | 1 << MOMENT_FILLING,
	B = 1 << MOMENT_BUSY,
	T = 1 << MOMENT_TRYING,
	V = 1 << MOMENT_OVERLAY | 1 << MOMENT_FOUND,
	Q = 1 << MOMENT_LEAVING,
	END = 1 << MOMENT_OVER | 1 << MOMENT_ENDED | 1 << MOMENT_BROKEN,
	GOES = 1 << MOMENT_START | 1 << MOMENT_READY | 1 << MOMENT_HELD |
	       1 << MOMENT_FREE | 1 << MOMENT_PROGRAMS | 1 << MOMENT_BACK |
	       1 << MOMENT_REPLAY,
	STILL = GOES | A | T | END,
	ALL = STILL | B,
};

/* clang-format off */
static const struct key keys[] = {
	{"space", NULL, {' ', SCREEN_KEY_ENTER, SCREEN_KEY_PAGE_DOWN, SCREEN_KEY_RIGHT}, "next", "go on: the next page of words, then the next call (also Enter, → and PgDn)", "next", GOES | END, GOES},
	{"space", NULL, {' ', SCREEN_KEY_ENTER, SCREEN_KEY_PAGE_DOWN, SCREEN_KEY_RIGHT}, "next", "at a question: its pages, then the call and the answer", "reveal", A, A},
	{"space", NULL, {' ', SCREEN_KEY_ENTER, SCREEN_KEY_PAGE_DOWN, SCREEN_KEY_RIGHT}, "next", "where a call is to be found: have it made", "make it", T, T},
	{"a-d ?", NULL, {'a'}, "vote a", "at a question: type the number of those who say so, in digits", "votes", C, C},
	{"", NULL, {'b'}, "vote b", NULL, NULL, C, 0},
	{"", NULL, {'c'}, "vote c", NULL, NULL, C, 0},
	{"", NULL, {'d'}, "vote d", NULL, NULL, C, 0},
	{"", NULL, {'?'}, "vote ?", NULL, NULL, C, 0},
	{"", NULL, {'0'}, "vote 0", NULL, NULL, C, 0},
	{"", NULL, {'1'}, "vote 1", NULL, NULL, C, 0},
	{"", NULL, {'2'}, "vote 2", NULL, NULL, C, 0},
	{"", NULL, {'3'}, "vote 3", NULL, NULL, C, 0},
	{"", NULL, {'4'}, "vote 4", NULL, NULL, C, 0},
	{"", NULL, {'5'}, "vote 5", NULL, NULL, C, 0},
	{"", NULL, {'6'}, "vote 6", NULL, NULL, C, 0},
	{"", NULL, {'7'}, "vote 7", NULL, NULL, C, 0},
	{"", NULL, {'8'}, "vote 8", NULL, NULL, C, 0},
	{"", NULL, {'9'}, "vote 9", NULL, NULL, C, 0},
	{"", NULL, {SCREEN_KEY_BACKSPACE}, "vote back", NULL, NULL, C, 0},
	{"v", NULL, {'v'}, "votes", "at a question: show what followers say", NULL, C, 0},
	{"V", NULL, {'V'}, "room", "say how to follow this talk, where it is shared", NULL, ALL, 0},
	{"←", "<-", {SCREEN_KEY_LEFT, SCREEN_KEY_PAGE_UP, 'p'}, "back", "the page before, then the calls before (also p and PgUp)", "back", STILL, STILL},
	{"g", NULL, {'g'}, "outline", "go to a step: choose it in the outline", "outline", STILL, STILL},
	{"l", NULL, {'l'}, "light next", "let only one part of the screen be bright, and the next one", "light", ALL, STILL},
	{"↑ ↓", "up dn", {SCREEN_KEY_UP, 'k'}, "light up", "one row of that part (also k and j)", NULL, ALL, 0},
	{"", NULL, {SCREEN_KEY_DOWN, 'j'}, "light down", NULL, NULL, ALL, 0},
	{"esc", NULL, {SCREEN_KEY_ESCAPE}, "light off", "let all of it be bright again", NULL, ALL, 0},
	{"B", NULL, {'B'}, "blank", "blank the screen; any key shows it again (also b where nothing is asked)", "blank", ALL | V, STILL},
	{"", NULL, {'b'}, "blank", NULL, NULL, ALL & ~A, 0},
	{"q", NULL, {'q'}, "quit", "end the talk, which asks first (also ^C)", "quit", ALL, END},
	{"", NULL, {SCREEN_KEY_INTERRUPT}, "quit", NULL, NULL, ALL | V, 0},
	{"y", NULL, {'y', 'Y'}, "quit!", NULL, "end the talk", Q, Q},
	{"other keys", NULL, {'n'}, "stay", NULL, "go on with it", Q, Q},
};
/* clang-format on */

const struct key *keys_stage(size_t *count)
{
	*count = COUNT(keys);
	return keys;
}
