/* rail: where a rail of the ladder is, and text beside it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/text.h"
#include "show/ladder/ladder_row.h"

#include <string.h>

bool instant_is_packet(const struct instant *instant)
{
	return instant->kind == INSTANT_PACKET || instant->kind == INSTANT_FATE;
}

struct rail *ladder_rail(const struct ladder *ladder, const char *actor,
			 const char *host)
{
	for (size_t i = 0; i < ladder->rail_count; i++) {
		struct rail *rail = &ladder->rails[i];
		if (actor ? text_same(rail->actor, actor)
			  : !rail->actor && text_same(rail->host, host))
			return rail;
	}
	return NULL;
}

int ladder_room(const struct rail *rail, int width, int text, bool *behind)
{
	int right = width - rail->x - 2, left = rail->x - 2;
	bool is_left_half = 2 * rail->x < width;
	*behind = is_left_half ? right >= text || right > left
			       : left < text && right > left;
	return *behind ? right : left;
}

void ladder_text(const struct rail *rail, struct area row, enum style style,
		 const char *text)
{
	bool behind;
	int width = (int)text_width(text, strlen(text));
	int room = ladder_room(rail, row.width, width, &behind);
	int x = behind ? rail->x + 2 : width < room ? rail->x - 1 - width : 1;
	area_text(row, x - 1, 0, style, " ");
	x += area_fit(row, x, 0, room, style, text);
	if (x + 1 < row.width)
		area_text(row, x, 0, style, " ");
}
