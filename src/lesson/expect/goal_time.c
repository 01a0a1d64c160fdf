/* goal_time: how long the expectations of a beat may take to hold.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "lesson/expect/goal.h"
#include "lesson/lesson.h"

#include <string.h>

static const struct {
	const char *unit;
	uint64_t size;
} units[] = {{"ms", CLOCK_MS}, {"s", CLOCK_SECOND}};

bool goal_parse_time(struct scan *scan, const void **detail)
{
	uint64_t *time = arena_alloc(scan->arena, sizeof(*time));
	struct str word = scan_peek(scan);
	size_t digits = 0;
	*detail = time;
	for (; digits < word.len && digits < 7; digits++) {
		if (!strchr("0123456789", word.data[digits]))
			break;
		*time = *time * 10 + (uint64_t)(word.data[digits] - '0');
	}
	struct str unit = {word.data + digits, word.len - digits};
	for (size_t i = 0; *time && i < COUNT(units); i++) {
		if (!str_is(unit, units[i].unit))
			continue;
		*time *= units[i].size;
		if (*time > LESSON_WAIT_MOST)
			break;
		scan_word(scan);
		return true;
	}
	return SCAN_FAIL(scan, "goal-time");
}

bool goal_holds_always(const void *detail, const struct view *view,
		       struct buf *found)
{
	(void)detail;
	(void)view;
	(void)found;
	return true;
}
