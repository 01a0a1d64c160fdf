/* screen_colours: what the styles of a grid are in the terminal's colours.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/screen/screen_colours.h"

#include "base/mem.h"

#include <stdlib.h>
#include <term.h>

bool screen_start_colours(void)
{
	const char *refused = getenv("NO_COLOR");
	if ((refused && refused[0]) || !has_colors() || start_color() == ERR ||
	    COLORS < 8)
		return false;
	bool has_own = use_default_colors() == OK;
	for (int i = 0; i < STYLE_COUNT; i++) {
		struct style_look look =
			style_look_among((enum style)i, COLORS);
		short colour = (short)look.colour;
		short ground = (short)look.ground;
		if (!has_own && colour < 0)
			colour = COLOR_WHITE;
		if (!has_own && ground < 0)
			ground = COLOR_BLACK;
		if (colour >= 0 || ground >= 0)
			init_pair((short)(i + 1), colour, ground);
	}
	return true;
}

static const struct {
	unsigned style;
	attr_t curses;
} attributes[] = {
	{STYLE_BOLD, A_BOLD},
	{STYLE_DIM, A_DIM},
	{STYLE_REVERSE, A_REVERSE},
	{STYLE_UNDERLINE, A_UNDERLINE},
};

attr_t screen_attributes(enum style style)
{
	struct style_look look = style_look_among(style, max_colors);
	attr_t all = A_NORMAL;
	for (size_t i = 0; i < COUNT(attributes); i++) {
		if (look.attrs & attributes[i].style)
			all |= attributes[i].curses;
	}
	return all;
}

short screen_pair(enum style style)
{
	struct style_look look = style_look_among(style, COLORS);
	bool is_own = look.colour < 0 && look.ground < 0;
	return is_own ? 0 : (short)(style + 1);
}
