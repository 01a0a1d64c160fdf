/* goal_usage: what a program holds, and what it has used.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     counted   = range [ "more" ]
 *     memory    = range "MB"
 *
 * All is read from the last USAGE event of the program. "More" counts from what
 * was read behind the first beat that asks. A program is idle that was found
 * asleep whenever it was looked at, but for a few times: one that asks the
 * kernel again and again is stopped at each call, and uses little of a
 * processor for that reason.
 */
#include "base/sentence.h"
#include "lesson/expect/goal.h"

#include <inttypes.h>
#include <string.h>

enum {
	MEGABYTE = 1000 * 1000,
	LOOKS = 10,	  /* the last ones say whether a program is idle */
	ASLEEP_LEAST = 8, /* of these */
	LOOKS_LEAST = 3,  /* where it has ended before that many */
};

struct counted {
	struct range range;
	bool is_more;
};

bool goal_parse_counted(struct scan *scan, const void **detail)
{
	struct counted *counted = arena_alloc(scan->arena, sizeof(*counted));
	*detail = counted;
	if (!scan_range(scan, &counted->range))
		return false;
	counted->is_more = scan_is(scan, "more");
	return true;
}

bool goal_parse_megabytes(struct scan *scan, const void **detail)
{
	struct range *range = arena_alloc(scan->arena, sizeof(*range));
	*detail = range;
	return scan_range(scan, range) &&
	       (scan_is(scan, "MB") || SCAN_FAIL(scan, "goal-megabytes"));
}

/* --- what was read ---------------------------------------------------------
 */

static bool is_usage(const struct event *event, const char *actor)
{
	return event->kind == EVENT_USAGE &&
	       !strcmp(event->as.usage.actor, actor);
}

/* The first one behind `begin`, or NULL; moves `begin` there. */
static const struct event *usage_behind(const struct view *view, size_t *begin)
{
	size_t count;
	const size_t *places = journal_places(view->journal, EVENT_USAGE,
					      *begin, view->place, &count);
	for (size_t i = 0; i < count; i++) {
		*begin = places[i];
		if (is_usage(journal_at(view->journal, *begin), view->actor))
			return journal_at(view->journal, *begin);
	}
	return NULL;
}

/* What "more" counts from: what it had behind the first beat that asks. */
static const struct event *first_usage(const struct view *view)
{
	size_t place = 0, count = 0;
	const struct event *first = usage_behind(view, &place);
	const size_t *checks =
		first ? journal_places(view->journal, EVENT_CHECK, place,
				       view->place, &count)
		      : NULL;
	if (!count)
		return first;
	place = checks[0];
	const struct event *behind = usage_behind(view, &place);
	return behind ? behind : first;
}

/* The last one, or NULL and in `found` why there is none. */
static const struct event *last_usage(const struct view *view,
				      struct buf *found)
{
	for (size_t i = view->place; i-- > 0;) {
		const struct event *event = journal_at(view->journal, i);
		if (is_usage(event, view->actor))
			return event;
		if (event->kind == EVENT_ACTOR &&
		    event->as.actor.phase == ACTOR_ENDED &&
		    !strcmp(event->as.actor.actor, view->actor))
			break;
	}
	SENTENCE(found, "found-over");
	return NULL;
}

/* --- counts ----------------------------------------------------------------
 */

static bool holds_count(const struct counted *counted, const struct view *view,
			const char *word,
			int (*get)(const struct event_usage *usage),
			struct buf *found)
{
	const struct event *last = last_usage(view, found);
	if (!last)
		return false;
	int now = get(&last->as.usage), begin = 0;
	if (counted->is_more)
		begin = get(&first_usage(view)->as.usage);
	if (range_has(&counted->range, now - begin))
		return true;
	buf_printf(found, "%s %d%s", word, now - begin,
		   counted->is_more ? NOTATION(" more") : "");
	return false;
}

static int get_descriptors(const struct event_usage *usage)
{
	return usage->descriptors;
}

static int get_children(const struct event_usage *usage)
{
	return usage->children;
}

static int get_zombies(const struct event_usage *usage)
{
	return usage->zombies;
}

bool goal_holds_descriptors(const void *detail, const struct view *view,
			    struct buf *found)
{
	return holds_count(detail, view, "descriptors", get_descriptors, found);
}

bool goal_holds_children(const void *detail, const struct view *view,
			 struct buf *found)
{
	return holds_count(detail, view, "children", get_children, found);
}

bool goal_holds_zombies(const void *detail, const struct view *view,
			struct buf *found)
{
	return holds_count(detail, view, "zombies", get_zombies, found);
}

/* --- amounts ---------------------------------------------------------------
 */

bool goal_holds_memory(const void *detail, const struct view *view,
		       struct buf *found)
{
	const struct event *last = last_usage(view, found);
	if (!last)
		return false;
	int64_t most = (int64_t)(last->as.usage.memory / MEGABYTE);
	if (range_has(detail, most))
		return true;
	buf_printf(found, "memory %" PRId64 " MB", most);
	return false;
}

/* At how many of the beat's last looks it was asleep. */
static int count_asleep(const struct view *view, int *looks)
{
	int asleep = 0;
	*looks = 0;
	struct journal_walk walk = journal_back(view->journal, EVENT_USAGE,
						view->begin, view->place);
	const struct event *event;
	while (*looks < LOOKS && (event = journal_step(&walk, NULL))) {
		if (!is_usage(event, view->actor))
			continue;
		asleep += event->as.usage.asleep;
		++*looks;
	}
	return asleep;
}

bool goal_holds_idle(const void *detail, const struct view *view,
		     struct buf *found)
{
	(void)detail;
	int looks, asleep = count_asleep(view, &looks);
	bool is_idle = asleep * LOOKS >= looks * ASLEEP_LEAST;
	if (is_idle && looks == LOOKS)
		return true;
	// On a busy machine there are few looks, and a wait with a time limit
	// is over sooner.
	if (!last_usage(view, found))
		return is_idle && looks >= LOOKS_LEAST;
	SENTENCE(found, "found-asleep", SLOT_NUMBER("asleep", asleep),
		 SLOT_NUMBER("looks", looks));
	return false;
}
