/* style: the few looks a cell can have; colour is never the only sign.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/canvas/style.h"

#include <assert.h>

static const struct style_look looks[] = {
#define STYLE_LOOK(name, letter, colour, attrs)                                \
	[STYLE_##name] = {letter, colour, attrs},
	STYLES(STYLE_LOOK)
#undef STYLE_LOOK
};

const struct style_look *style_look(enum style style)
{
	assert((unsigned)style < STYLE_COUNT);
	return &looks[style];
}
