/* keys_stage: the keys of a presenter, which come before those of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Remote controls send Page Up and Page Down, and b or a full stop to blank the
 * screen; a full stop is an order to the wire here.
 */
#include "base/mem.h"
#include "base/sentence.h"
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
	{"space", NULL, {' ', SCREEN_KEY_ENTER, SCREEN_KEY_PAGE_DOWN, SCREEN_KEY_RIGHT}, "next", SENTENCE_ID("key-stage-next"), SENTENCE_ID("brief-next"), GOES | END, GOES},
	{"space", NULL, {' ', SCREEN_KEY_ENTER, SCREEN_KEY_PAGE_DOWN, SCREEN_KEY_RIGHT}, "next", SENTENCE_ID("key-stage-next-at-a"), SENTENCE_ID("brief-reveal"), A, A},
	{"space", NULL, {' ', SCREEN_KEY_ENTER, SCREEN_KEY_PAGE_DOWN, SCREEN_KEY_RIGHT}, "next", SENTENCE_ID("key-stage-next-where-a"), SENTENCE_ID("brief-make-it"), T, T},
	{"a-d ?", NULL, {'a'}, NOTATION("vote a"), SENTENCE_ID("key-stage-vote-a"), SENTENCE_ID("brief-votes"), C, C},
	{"", NULL, {'b'}, NOTATION("vote b"), NULL, NULL, C, 0},
	{"", NULL, {'c'}, NOTATION("vote c"), NULL, NULL, C, 0},
	{"", NULL, {'d'}, NOTATION("vote d"), NULL, NULL, C, 0},
	{"", NULL, {'?'}, NOTATION("vote ?"), NULL, NULL, C, 0},
	{"", NULL, {'0'}, NOTATION("vote 0"), NULL, NULL, C, 0},
	{"", NULL, {'1'}, NOTATION("vote 1"), NULL, NULL, C, 0},
	{"", NULL, {'2'}, NOTATION("vote 2"), NULL, NULL, C, 0},
	{"", NULL, {'3'}, NOTATION("vote 3"), NULL, NULL, C, 0},
	{"", NULL, {'4'}, NOTATION("vote 4"), NULL, NULL, C, 0},
	{"", NULL, {'5'}, NOTATION("vote 5"), NULL, NULL, C, 0},
	{"", NULL, {'6'}, NOTATION("vote 6"), NULL, NULL, C, 0},
	{"", NULL, {'7'}, NOTATION("vote 7"), NULL, NULL, C, 0},
	{"", NULL, {'8'}, NOTATION("vote 8"), NULL, NULL, C, 0},
	{"", NULL, {'9'}, NOTATION("vote 9"), NULL, NULL, C, 0},
	{"", NULL, {SCREEN_KEY_BACKSPACE}, NOTATION("vote back"), NULL, NULL, C, 0},
	{"v", NULL, {'v'}, "votes", SENTENCE_ID("key-stage-votes"), NULL, C, 0},
	{"V", NULL, {'V'}, "room", SENTENCE_ID("key-stage-room"), NULL, ALL, 0},
	{"←", "<-", {SCREEN_KEY_LEFT, SCREEN_KEY_PAGE_UP, 'p'}, "back", SENTENCE_ID("key-stage-back"), SENTENCE_ID("brief-back"), STILL, STILL},
	{"g", NULL, {'g'}, "outline", SENTENCE_ID("key-stage-outline"), SENTENCE_ID("brief-outline"), STILL, STILL},
	{"l", NULL, {'l'}, NOTATION("light next"), SENTENCE_ID("key-stage-light-next"), SENTENCE_ID("brief-light"), ALL, STILL},
	{"↑ ↓", NOTATION("up dn"), {SCREEN_KEY_UP, 'k'}, NOTATION("light up"), SENTENCE_ID("key-stage-light-up"), NULL, ALL, 0},
	{"", NULL, {SCREEN_KEY_DOWN, 'j'}, NOTATION("light down"), NULL, NULL, ALL, 0},
	{"esc", NULL, {SCREEN_KEY_ESCAPE}, NOTATION("light off"), SENTENCE_ID("key-stage-light-off"), NULL, ALL, 0},
	{"B", NULL, {'B'}, "blank", SENTENCE_ID("key-stage-blank"), SENTENCE_ID("brief-blank"), ALL | V, STILL},
	{"", NULL, {'b'}, "blank", NULL, NULL, ALL & ~A, 0},
	{"q", NULL, {'q'}, "quit", SENTENCE_ID("key-stage-quit"), SENTENCE_ID("brief-quit"), ALL, END},
	{"", NULL, {SCREEN_KEY_INTERRUPT}, "quit", NULL, NULL, ALL | V, 0},
	{"y", NULL, {'y', 'Y'}, "quit!", NULL, SENTENCE_ID("brief-end-the-talk"), Q, Q},
	{"n", NULL, {'n'}, "stay", NULL, SENTENCE_ID("brief-go-on-with-it"), Q, Q},
};
/* clang-format on */

const struct key *keys_stage(size_t *count)
{
	*count = COUNT(keys);
	return keys;
}
