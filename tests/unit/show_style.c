/* show_style: whether every look can be read on the terminals there are.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/text.h"
#include "show/canvas/style.h"

#include <criterion/criterion.h>
#include <string.h>

/* What a terminal makes of a look. */
struct terminal {
	const char *name;
	int colours;
	unsigned palette[16]; /* as 0xRRGGBB */
	bool is_bold_bright;
	bool is_console; /* bright comes after the reverse, and dim is grey */
};

#define XTERM                                                                  \
	{                                                                      \
		0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd,    \
			0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00,      \
			0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff       \
	}
#define CONSOLE                                                                \
	{                                                                      \
		0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa,    \
			0x00aaaa, 0xaaaaaa, 0x555555, 0xff5555, 0x55ff55,      \
			0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff       \
	}

static const struct terminal terminals[] = {
	{"xterm-256color", 256, XTERM, false, false},
	{"xterm-256color, bold is bright", 256, XTERM, true, false},
	{"xterm-16color", 16, XTERM, true, false},
	{"xterm", 8, XTERM, true, false},
	{"linux", 8, CONSOLE, true, true},
};

/* The curve of sRGB, as near as a polynomial comes. */
static double linear(unsigned part)
{
	double x = part / 255.0;
	return x * (x * (x * 0.305306011 + 0.682171111) + 0.012522878);
}

/* As the guidelines for the web's accessibility count it. */
static double luminance(unsigned rgb)
{
	return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 0xff) +
	       0.0722 * linear(rgb & 0xff);
}

static double contrast(unsigned a, unsigned b)
{
	double one = luminance(a) + 0.05, other = luminance(b) + 0.05;
	return one > other ? one / other : other / one;
}

static unsigned cube(int colour)
{
	unsigned part[3] = {(unsigned)(colour - 16) / 36,
			    (unsigned)(colour - 16) / 6 % 6,
			    (unsigned)(colour - 16) % 6};
	unsigned rgb = 0;
	for (int i = 0; i < 3; i++)
		rgb = rgb << 8 | (part[i] ? 55 + 40 * part[i] : 0);
	return rgb;
}

static unsigned rgb_of(const struct terminal *terminal, int colour)
{
	return colour < 16 ? terminal->palette[colour] : cube(colour);
}

/* Letter against ground, of a terminal whose own ground is light or not. */
static double contrast_of(const struct terminal *terminal,
			  struct style_look look, bool is_light)
{
	bool has_colour = look.colour >= 0;
	int letter = has_colour ? look.colour : is_light ? 0 : 7;
	int own_ground = !is_light ? 0 : terminal->is_console ? 7 : 15;
	int ground = look.ground >= 0 ? look.ground : own_ground;
	bool is_bright = look.attrs & STYLE_BOLD && terminal->is_bold_bright &&
			 (terminal->is_console || has_colour);
	if (terminal->is_console && look.attrs & STYLE_DIM)
		letter = 8;
	if (terminal->is_console && look.attrs & STYLE_REVERSE) {
		int before = letter;
		letter = ground;
		ground = before;
	}
	if (is_bright && letter < 8)
		letter += 8;
	return contrast(rgb_of(terminal, letter), rgb_of(terminal, ground));
}

Test(style, every_look_can_be_read_in_every_theme)
{
	size_t count;
	const struct style_words *themes = style_themes(&count);
	for (size_t i = 0; i < count * COUNT(terminals); i++) {
		const struct terminal *terminal = &terminals[i / count];
		const char *theme = themes[i % count].name;
		struct err err;
		cr_assert(style_choose(theme, &err));
		for (int k = 0; k < STYLE_COUNT; k++) {
			struct style_look look = style_look_among(
				(enum style)k, terminal->colours);
			double seen = contrast_of(terminal, look,
						  !strcmp(theme, "light"));
			cr_expect(seen >= 4, "%s, %s: %s has %.2f",
				  terminal->name, theme,
				  style_words((enum style)k)->name, seen);
		}
	}
	style_choose("dark", &(struct err){0});
}

/* That the measure sees something: what themes had before. */
Test(style, what_cannot_be_read_is_seen)
{
	static const struct {
		int terminal;
		struct style_look look;
		double most;
	} rows[] = {
		// Bold black on the white of the console: grey on grey.
		{4, {'x', 0, 7, STYLE_BOLD, false}, 3.3},
		{4, {'x', 3, -1, STYLE_BOLD | STYLE_REVERSE, false}, 1.5},
		{4, {'x', -1, -1, STYLE_DIM, false}, 3},
		{1, {'x', 5, 15, STYLE_BOLD, false}, 3.2},
		{0, {'x', 4, -1, 0, false}, 2.5},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		double seen = contrast_of(&terminals[rows[i].terminal],
					  rows[i].look, false);
		cr_expect(seen < rows[i].most, "%zu: %.2f", i, seen);
	}
}

Test(style, colours_that_a_terminal_has_not_are_the_nearest)
{
	static const struct {
		const char *set;
		int colours, gets;
	} rows[] = {
		{"red", 8, 1},	   {"bright-red", 16, 9}, {"bright-red", 8, 1},
		{"208", 256, 208}, {"208", 8, 1},	  {"21", 16, 12},
		{"19", 16, 4},	   {"231", 16, 15},	  {"16", 8, 0},
		{"250", 8, 7},	   {"240", 16, 8},	  {"255", 88, 15},
		{"red", 0, -1},	   {"226", 8, 3},	  {"own", 8, -1},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err;
		cr_assert(style_set("plain", rows[i].set, &err));
		int got = style_look_among(STYLE_PLAIN, rows[i].colours).colour;
		cr_expect(got == rows[i].gets, "%s among %d: %d", rows[i].set,
			  rows[i].colours, got);
	}
	style_choose("dark", &(struct err){0});
}

/* What a learner has set is not changed for a ground that is a theme's. */
Test(style, a_look_that_was_set_keeps_its_colour)
{
	struct err err;
	cr_assert(style_choose("projector", &err));
	cr_assert(style_set("errno", "bold red on white", &err));
	struct style_look look = style_look_among(STYLE_ERRNO, 8);
	cr_expect(look.colour == 1 && look.ground == 7 &&
		  look.attrs == STYLE_BOLD);
	style_choose("dark", &err);
}
