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

#define STYLE_LOOK(name, letter, colour, attrs)                                \
	[STYLE_##name] = {letter, colour, OWN, attrs},

static const struct style_look dark[] = {STYLES(STYLE_LOOK)};
static struct style_look looks[] = {STYLES(STYLE_LOOK)};

/* clang-format off */
static const struct style_words words[] = {
	[STYLE_PLAIN] = {"plain", "text"},
	[STYLE_TITLE] = {"title", "headings"},
	[STYLE_BORDER] = {"border", "lines between panels"},
	[STYLE_LABEL] = {"label", "heads of columns, hints"},
	[STYLE_CODE] = {"code", "calls and names in sentences"},
	[STYLE_CURRENT] = {"current", "the call just made"},
	[STYLE_PAST] = {"past", "calls made before, and what matters less"},
	[STYLE_RESULT] = {"result", "what a call returned"},
	[STYLE_ERRNO] = {"errno", "an error that a call returned"},
	[STYLE_BLOCKED] = {"blocked", "a call that waits"},
	[STYLE_CHANGED] = {"changed", "what the call has changed"},
	[STYLE_GONE] = {"gone", "what is no longer there"},
	[STYLE_KERNEL] = {"kernel", "sockets of no process"},
	[STYLE_PACKET] = {"packet", "packets on the wire"},
	[STYLE_TROUBLE] = {"trouble", "lost packets, unmet expectations"},
	[STYLE_KEY] = {"key", "keys"},
	[STYLE_EMPHASIS] = {"emphasis", "stressed words of a lesson"},
	[STYLE_MESSAGE] = {"message", "the line that answers you"},
	[STYLE_CHOSEN] = {"chosen", "the line under the cursor"},
	[STYLE_FOUND] = {"found", "what was searched for"},
};

enum { B = STYLE_BOLD, D = STYLE_DIM, R = STYLE_REVERSE, U = STYLE_UNDERLINE };

struct look {
	enum style style;
	int colour;
	unsigned attrs;
};

/* Yellow, green and cyan are hard to read on white. */
static const struct look light[] = {
	{STYLE_LABEL, BLUE, 0},
	{STYLE_CODE, BLUE, 0},
	{STYLE_RESULT, BLUE, B},
	{STYLE_ERRNO, RED, B},
	{STYLE_CHANGED, BLUE, B | R},
	{STYLE_KERNEL, BLUE, 0},
	{STYLE_PACKET, MAGENTA, 0},
	{STYLE_MESSAGE, MAGENTA, 0},
};

/* Nothing dim; white, or a bright colour, on black. */
static const struct look contrast[] = {
	{STYLE_BORDER, WHITE + BRIGHT, 0},
	{STYLE_LABEL, CYAN + BRIGHT, 0},
	{STYLE_CODE, CYAN + BRIGHT, B},
	{STYLE_PAST, WHITE + BRIGHT, 0},
	{STYLE_RESULT, GREEN + BRIGHT, B},
	{STYLE_ERRNO, YELLOW + BRIGHT, B},
	{STYLE_BLOCKED, MAGENTA + BRIGHT, B},
	{STYLE_CHANGED, YELLOW + BRIGHT, B | R},
	{STYLE_GONE, WHITE + BRIGHT, U},
	{STYLE_KERNEL, CYAN + BRIGHT, 0},
	{STYLE_PACKET, GREEN + BRIGHT, 0},
	{STYLE_TROUBLE, YELLOW + BRIGHT, B | R},
	{STYLE_MESSAGE, YELLOW + BRIGHT, B},
	{STYLE_FOUND, MAGENTA + BRIGHT, B | R | U},
};

/* Nothing dim; black, or a dark colour, in bold on white: a room with its
 * lights on washes everything else out. */
static const struct look projector[] = {
	{STYLE_BORDER, BLACK, 0},
	{STYLE_LABEL, BLUE, B},
	{STYLE_CODE, BLUE, B},
	{STYLE_PAST, BLACK, 0},
	{STYLE_RESULT, BLUE, B},
	{STYLE_ERRNO, RED, B},
	{STYLE_BLOCKED, MAGENTA, B},
	{STYLE_CHANGED, RED, B | R},
	{STYLE_GONE, BLACK, U},
	{STYLE_KERNEL, BLUE, B},
	{STYLE_PACKET, MAGENTA, B},
	{STYLE_TROUBLE, RED, B | R},
	{STYLE_MESSAGE, MAGENTA, B},
};

static const struct theme {
	struct style_words words;
	int colour, ground; /* of every style that has none */
	const struct look *differs;
	size_t count;
} themes[] = {
	{{"dark", "for a terminal with a dark ground"}, OWN, OWN, NULL, 0},
	{{"light", "for a terminal with a light ground"}, OWN, OWN, light, COUNT(light)},
	{{"contrast", "white on black, nothing dim"}, WHITE + BRIGHT, BLACK, contrast, COUNT(contrast)},
	{{"projector", "black on white in bold, for a room"}, BLACK, WHITE + BRIGHT, projector, COUNT(projector)},
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
		buf_puts(out, " on ");
		print_colour(look->ground, out);
	}
}
