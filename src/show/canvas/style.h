/* style: the few looks a cell can have; colour is never the only sign.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

#include <stddef.h>

/* STYLE_X(enumerator, letter in golden screens, foreground, attributes): the
 * colour is a curses colour number or -1 for the terminal's own. */
enum style_attr {
	STYLE_BOLD = 1,
	STYLE_DIM = 2,
	STYLE_REVERSE = 4,
	STYLE_UNDERLINE = 8,
};

#define STYLES(STYLE_X)                                                        \
	STYLE_X(PLAIN, '.', -1, 0)                                             \
	STYLE_X(TITLE, 'T', -1, STYLE_BOLD)                                    \
	STYLE_X(BORDER, '-', -1, STYLE_DIM)                                    \
	STYLE_X(LABEL, 'l', 6, 0)                                              \
	STYLE_X(CODE, 'c', 6, 0)                                               \
	STYLE_X(CURRENT, 'C', -1, STYLE_BOLD | STYLE_REVERSE)                  \
	STYLE_X(PAST, 'p', -1, STYLE_DIM)                                      \
	STYLE_X(RESULT, 'r', 2, STYLE_BOLD)                                    \
	STYLE_X(ERRNO, 'e', 3, STYLE_BOLD)                                     \
	STYLE_X(BLOCKED, 'b', 13, STYLE_BOLD)                                  \
	STYLE_X(CHANGED, 'x', 3, STYLE_BOLD | STYLE_REVERSE)                   \
	STYLE_X(GONE, 'g', -1, STYLE_DIM)                                      \
	STYLE_X(KERNEL, 'k', 6, 0)                                             \
	STYLE_X(PACKET, 'a', 2, 0)                                             \
	STYLE_X(TROUBLE, 't', 9, STYLE_BOLD)                                   \
	STYLE_X(KEY, 'K', -1, STYLE_BOLD)                                      \
	STYLE_X(EMPHASIS, 'E', -1, STYLE_UNDERLINE)                            \
	STYLE_X(MESSAGE, 'm', 3, 0)                                            \
	STYLE_X(CHOSEN, 'h', -1, STYLE_REVERSE)                                \
	STYLE_X(FOUND, '/', 6, STYLE_BOLD | STYLE_REVERSE | STYLE_UNDERLINE)

enum style {
#define STYLE_ENUM(name, letter, colour, attrs) STYLE_##name,
	STYLES(STYLE_ENUM)
#undef STYLE_ENUM
		STYLE_COUNT
};

/* Colours are curses colour numbers, or -1 for the terminal's own. */
struct style_look {
	char letter;
	int colour, ground;
	unsigned attrs;
	bool is_on_light; /* as its theme has it, and nobody else */
};

/* The look of a style in the theme that was chosen, at first the one above. */
const struct style_look *style_look(enum style style);

/* The look of a style on a terminal that has `limit` colours: what comes next
 * to it there and can be read. */
struct style_look style_look_among(enum style style, int limit);

/* What a style and a theme are called, and the id of the sentence that says
 * what they are for. */
struct style_words {
	const char *name, *help;
};

/* All themes; the first is the one above. */
const struct style_words *style_themes(size_t *count);
const struct style_words *style_words(enum style style);

/* Gives every style its look in the theme of that name. To be called before
 * anything is drawn, as is style_set(). */
bool style_choose(const char *theme, struct err *err);

/* Gives the style called `name` the look that `text` says: words of colours
 * and attributes, such as "bold red on white". */
bool style_set(const char *name, const char *text, struct err *err);

/* Adds the look of a style in those words. */
void style_print(enum style style, struct buf *out);
