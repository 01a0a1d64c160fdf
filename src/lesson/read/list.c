/* list: arrays that grow in the arena of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/read/list.h"

#include <string.h>

void *list_grow(struct arena *arena, void *array, size_t count, size_t size)
{
	bool is_full = !(count & (count - 1)); // 0, 1, 2, 4, 8 …
	if (!is_full)
		return array;
	void *new = arena_alloc(arena, (count ? 2 * count : 1) * size);
	if (count)
		memcpy(new, array, count * size);
	return new;
}
