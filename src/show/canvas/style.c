/* style: the few looks a cell can have; colour is never the only sign.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A theme says what differs from the dark one, which stands in the header.
 * Those for a terminal whose ground is not known take a ground of their own.
 * The looks are the process's: chosen once, before anything is drawn.
 */
#include "show/canvas/style.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

/* The colours of terminals by number; from 8 on bright. */
enum {
	OWN = -1,
	BLACK = 0,
	RED,
	GREEN,
	YELLOW,
	BLUE,
	MAGENTA,
	CYAN,
	WHITE,
	BRIGHT = 8,
	COLOURS_MOST = 256,
};

/* Of the cube of 256 colours: they are the same in every palette, and no
 * terminal makes them brighter where they are bold. */
enum {
	DEEP_BLACK = 16,
	DEEP_BLUE = 19,
	PURE_GREEN = 46,
	PURE_CYAN = 51,
	DEEP_MAGENTA = 90,
	DEEP_RED = 124,
	PURE_MAGENTA = 201,
	PURE_YELLOW = 226,
	PURE_WHITE = 231,
};

#define STYLE_LOOK(name, letter, colour, attrs)                                \
	[STYLE_##name] = {letter, colour, OWN, attrs, false},

static const struct style_look dark[] = {STYLES(STYLE_LOOK)};
static struct style_look looks[] = {STYLES(STYLE_LOOK)};

/* clang-format off */
static const struct style_words words[] = {
	[STYLE_PLAIN] = {"plain", SENTENCE_ID("look-plain")},
	[STYLE_TITLE] = {"title", SENTENCE_ID("look-title")},
	[STYLE_BORDER] = {"border", SENTENCE_ID("look-border")},
	[STYLE_LABEL] = {"label", SENTENCE_ID("look-label")},
	[STYLE_CODE] = {"code", SENTENCE_ID("look-code")},
	[STYLE_CURRENT] = {"current", SENTENCE_ID("look-current")},
	[STYLE_PAST] = {"past", SENTENCE_ID("look-past")},
	[STYLE_RESULT] = {"result", SENTENCE_ID("look-result")},
	[STYLE_ERRNO] = {"errno", SENTENCE_ID("look-errno")},
	[STYLE_BLOCKED] = {"blocked", SENTENCE_ID("look-blocked")},
	[STYLE_CHANGED] = {"changed", SENTENCE_ID("look-changed")},
	[STYLE_GONE] = {"gone", SENTENCE_ID("look-gone")},
	[STYLE_KERNEL] = {"kernel", SENTENCE_ID("look-kernel")},
	[STYLE_PACKET] = {"packet", SENTENCE_ID("look-packet")},
	[STYLE_TROUBLE] = {"trouble", SENTENCE_ID("look-trouble")},
	[STYLE_KEY] = {"key", SENTENCE_ID("look-key")},
	[STYLE_EMPHASIS] = {"emphasis", SENTENCE_ID("look-emphasis")},
	[STYLE_MESSAGE] = {"message", SENTENCE_ID("look-message")},
	[STYLE_CHOSEN] = {"chosen", SENTENCE_ID("look-chosen")},
	[STYLE_FOUND] = {"found", SENTENCE_ID("look-found")},
};

enum { B = STYLE_BOLD, D = STYLE_DIM, R = STYLE_REVERSE, U = STYLE_UNDERLINE };

struct look {
	enum style style;
	int colour;
	unsigned attrs;
};

/* Yellow, green and cyan are hard to read on white, and so is whatever is
 * bright. */
static const struct look light[] = {
	{STYLE_LABEL, DEEP_BLUE, 0},
	{STYLE_CODE, DEEP_BLUE, 0},
	{STYLE_RESULT, DEEP_BLUE, B},
	{STYLE_ERRNO, DEEP_RED, B},
	{STYLE_BLOCKED, DEEP_MAGENTA, B},
	{STYLE_CHANGED, DEEP_BLUE, B | R},
	{STYLE_KERNEL, DEEP_BLUE, 0},
	{STYLE_PACKET, DEEP_MAGENTA, 0},
	{STYLE_TROUBLE, DEEP_RED, B},
	{STYLE_MESSAGE, DEEP_MAGENTA, 0},
	{STYLE_FOUND, DEEP_MAGENTA, B | R | U},
};

/* Nothing dim; white, or a bright colour, on black. */
static const struct look contrast[] = {
	{STYLE_BORDER, PURE_WHITE, 0},
	{STYLE_LABEL, PURE_CYAN, 0},
	{STYLE_CODE, PURE_CYAN, B},
	{STYLE_PAST, PURE_WHITE, 0},
	{STYLE_RESULT, PURE_GREEN, B},
	{STYLE_ERRNO, PURE_YELLOW, B},
	{STYLE_BLOCKED, PURE_MAGENTA, B},
	{STYLE_CHANGED, PURE_YELLOW, B | R},
	{STYLE_GONE, PURE_WHITE, U},
	{STYLE_KERNEL, PURE_CYAN, 0},
	{STYLE_PACKET, PURE_GREEN, 0},
	{STYLE_TROUBLE, PURE_YELLOW, B | R},
	{STYLE_MESSAGE, PURE_YELLOW, B},
	{STYLE_FOUND, PURE_CYAN, B | R | U},
};

/* Nothing dim; black, or a dark colour, in bold on white: a room with its
 * lights on washes everything else out. */
static const struct look projector[] = {
	{STYLE_BORDER, DEEP_BLACK, 0},
	{STYLE_LABEL, DEEP_BLUE, B},
	{STYLE_CODE, DEEP_BLUE, B},
	{STYLE_PAST, DEEP_BLACK, 0},
	{STYLE_RESULT, DEEP_BLUE, B},
	{STYLE_ERRNO, DEEP_RED, B},
	{STYLE_BLOCKED, DEEP_MAGENTA, B},
	{STYLE_CHANGED, DEEP_RED, B | R},
	{STYLE_GONE, DEEP_BLACK, U},
	{STYLE_KERNEL, DEEP_BLUE, B},
	{STYLE_PACKET, DEEP_MAGENTA, B},
	{STYLE_TROUBLE, DEEP_RED, B | R},
	{STYLE_MESSAGE, DEEP_MAGENTA, B},
	{STYLE_FOUND, DEEP_MAGENTA, B | R | U},
};

static const struct theme {
	struct style_words words;
	int colour, ground; /* of every style that has none */
	bool is_light;
	const struct look *differs;
	size_t count;
} themes[] = {
	{{"dark", SENTENCE_ID("theme-dark")}, OWN, OWN, false, NULL, 0},
	{{"light", SENTENCE_ID("theme-light")}, OWN, OWN, true, light, COUNT(light)},
	{{"contrast", SENTENCE_ID("theme-contrast")}, PURE_WHITE, DEEP_BLACK, false, contrast, COUNT(contrast)},
	{{"projector", SENTENCE_ID("theme-projector")}, DEEP_BLACK, PURE_WHITE, true, projector, COUNT(projector)},
};

static const struct {
	const char *name;
	int colour;
} colours[] = {
	{"own", OWN}, {"black", BLACK}, {"red", RED}, {"green", GREEN},
	{"yellow", YELLOW}, {"blue", BLUE}, {"magenta", MAGENTA},
	{"cyan", CYAN}, {"white", WHITE},
};

static const struct {
	const char *name;
	unsigned attr;
} attributes[] = {
	{"bold", B}, {"dim", D}, {"reverse", R}, {"underline", U}, {"usual", 0},
};
/* clang-format on */

const struct style_look *style_look(enum style style)
{
	assert((unsigned)style < STYLE_COUNT);
	return &looks[style];
}

const struct style_words *style_words(enum style style)
{
	assert((unsigned)style < STYLE_COUNT);
	return &words[style];
}

const struct style_words *style_themes(size_t *count)
{
	static struct style_words all[COUNT(themes)];
	for (size_t i = 0; i < COUNT(themes); i++)
		all[i] = themes[i].words;
	*count = COUNT(themes);
	return all;
}

/* --- themes ----------------------------------------------------------------
 */

static void put_on(const struct theme *theme)
{
	memcpy(looks, dark, sizeof(looks));
	for (size_t i = 0; i < theme->count; i++) {
		const struct look *look = &theme->differs[i];
		looks[look->style].colour = look->colour;
		looks[look->style].attrs = look->attrs;
	}
	for (size_t i = 0; i < COUNT(looks); i++) {
		looks[i].ground = theme->ground;
		looks[i].is_on_light = theme->is_light;
		if (looks[i].colour == OWN)
			looks[i].colour = theme->colour;
	}
}

bool style_choose(const char *theme, struct err *err)
{
	struct buf names = {0};
	for (size_t i = 0; i < COUNT(themes); i++) {
		if (!strcmp(theme, themes[i].words.name)) {
			put_on(&themes[i]);
			buf_done(&names);
			return true;
		}
		buf_printf(&names, "%s%s", i ? ", " : "", themes[i].words.name);
	}
	FAILURE(err, "theme-unknown", SLOT_TEXT("theme", theme),
		SLOT_TEXT("names", buf_text(&names)));
	buf_done(&names);
	return false;
}

/* --- few colours -----------------------------------------------------------
 */

/* Which of sixteen colours comes next to one of the cube or of the greys. */
static int of_sixteen(int colour)
{
	enum { CUBE = 16, GREYS = 232, GREYS_ALIKE = 6, SIDE = 6 };
	static const int greys[] = {BLACK, BLACK + BRIGHT, WHITE,
				    WHITE + BRIGHT};
	if (colour >= GREYS)
		return greys[(colour - GREYS) / GREYS_ALIKE];
	int red = (colour - CUBE) / (SIDE * SIDE),
	    green = (colour - CUBE) / SIDE % SIDE,
	    blue = (colour - CUBE) % SIDE;
	int most = red > green ? red : green;
	if (blue > most)
		most = blue;
	return (2 * red > most) * RED + (2 * green > most) * GREEN +
	       (2 * blue > most) * BLUE + (most > SIDE / 2) * BRIGHT;
}

/* One of eight for a bright one, the terminal's own for what it has not. */
static int reduced(int colour, int limit)
{
	if (colour >= 2 * BRIGHT && limit < COLOURS_MOST)
		colour = of_sixteen(colour);
	if (colour >= limit && colour >= BRIGHT && colour < 2 * BRIGHT)
		colour -= BRIGHT;
	return colour < limit ? colour : OWN;
}

/* Few colours are often shown as those of the console: there bold is bright, a
 * letter of a reversed cell, too, dim is a dark grey, and white a light grey,
 * on which only black and blue stand out. */
struct style_look style_look_among(enum style style, int limit)
{
	struct style_look look = *style_look(style);
	look.colour = reduced(look.colour, limit);
	look.ground = reduced(look.ground, limit);
	if (limit >= COLOURS_MOST)
		return look;
	if (look.is_on_light || look.attrs & STYLE_REVERSE)
		look.attrs &= ~(unsigned)STYLE_BOLD;
	if (limit > BRIGHT)
		return look;
	look.attrs &= ~(unsigned)STYLE_DIM;
	if (look.is_on_light && look.colour != BLUE)
		look.colour = look.ground == OWN ? OWN : BLACK;
	return look;
}

/* --- single styles ---------------------------------------------------------
 */

static bool read_number(struct str word, int *colour)
{
	int number = 0;
	if (!word.len || word.len > 3)
		return false;
	for (size_t i = 0; i < word.len; i++) {
		if (!isdigit((unsigned char)word.data[i]))
			return false;
		number = 10 * number + (word.data[i] - '0');
	}
	*colour = number;
	return number < COLOURS_MOST;
}

/* "red", "bright-red", "own", or a number of the terminal's. */
static bool read_colour(struct str word, int *colour)
{
	static const char bright[] = "bright-";
	bool is_bright = str_has_prefix(word, bright);
	if (is_bright) {
		word.data += strlen(bright);
		word.len -= strlen(bright);
	}
	for (size_t i = is_bright; i < COUNT(colours); i++) {
		if (!str_is(word, colours[i].name))
			continue;
		*colour = colours[i].colour + (is_bright ? BRIGHT : 0);
		return true;
	}
	return !is_bright && read_number(word, colour);
}

static bool read_attribute(struct str word, unsigned *attrs)
{
	for (size_t i = 0; i < COUNT(attributes); i++) {
		if (!str_is(word, attributes[i].name))
			continue;
		*attrs |= attributes[i].attr;
		return true;
	}
	return false;
}

static bool read_look(struct str text, struct style_look *look, struct err *err)
{
	struct str word;
	bool is_ground = false, is_there[2] = {false, false};
	look->attrs = 0;
	look->is_on_light = false;
	while (str_next_word(&text, &word)) {
		if (!is_ground && str_is(word, "on")) {
			is_ground = true;
			continue;
		}
		int *colour = is_ground ? &look->ground : &look->colour;
		bool is_colour = read_colour(word, colour);
		if (is_colour && is_there[is_ground])
			return FAILURE(err,
				       is_ground ? "colour-second-ground"
						 : "colour-second",
				       SLOT_STR("word", word));
		is_there[is_ground] |= is_colour;
		if (!is_colour &&
		    (is_ground || !read_attribute(word, &look->attrs)))
			return FAILURE(err, "colour-unknown",
				       SLOT_STR("word", word));
		is_ground = false;
	}
	return !is_ground || FAILURE(err, "colour-missing");
}

bool style_set(const char *name, const char *text, struct err *err)
{
	const char *names[STYLE_COUNT], *near;
	for (size_t i = 0; i < STYLE_COUNT; i++) {
		names[i] = words[i].name;
		if (strcmp(name, names[i]) != 0)
			continue;
		struct style_look look = looks[i];
		if (!read_look(str_from(text), &look, err))
			return false;
		looks[i] = look;
		return true;
	}
	if (text_nearest(name, names, STYLE_COUNT, &near, 1))
		return FAILURE(err, "style-unknown-near",
			       SLOT_TEXT("name", name),
			       SLOT_TEXT("near", near));
	return FAILURE(err, "style-unknown", SLOT_TEXT("name", name));
}

static void print_colour(int colour, struct buf *out)
{
	for (size_t i = 0; i < COUNT(colours); i++) {
		bool is_bright = colour == colours[i].colour + BRIGHT;
		if (colours[i].colour != colour &&
		    !(is_bright && colours[i].colour != OWN))
			continue;
		buf_printf(out, "%s%s",
			   colours[i].colour == colour ? "" : "bright-",
			   colours[i].name);
		return;
	}
	buf_printf(out, "%d", colour);
}

void style_print(enum style style, struct buf *out)
{
	const struct style_look *look = style_look(style);
	for (size_t i = 0; i < COUNT(attributes); i++) {
		if (look->attrs & attributes[i].attr)
			buf_printf(out, "%s ", attributes[i].name);
	}
	print_colour(look->colour, out);
	if (look->ground != OWN) {
		buf_puts(out, NOTATION(" on "));
		print_colour(look->ground, out);
	}
}
