/* goal_wire: the packets of a beat and those held, by their flags.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * lesson/expect/wanted.c has the notation of a list.
 */
#include "base/sentence.h"
#include "journal/held.h"
#include "lesson/expect/goal.h"
#include "lesson/expect/wanted.h"

bool goal_parse_wire(struct scan *scan, const void **detail)
{
	struct wanted_list *list = arena_alloc(scan->arena, sizeof(*list));
	*detail = list;
	return wanted_scan(scan, "nothing", true, list);
}

/* The number of the last packet of its lab seen before the view. */
static unsigned last_number(const struct view *view)
{
	unsigned number = 0;
	size_t lab = journal_lab_of(view->journal, view->place);
	for (size_t i = lab; i < view->begin; i++) {
		const struct event *event = journal_at(view->journal, i);
		if (event->kind == EVENT_PACKET &&
		    event->as.packet.number > number)
			number = event->as.packet.number;
	}
	return number;
}

/* Packets that are new in a view, in the order in which they came, each in its
 * latest event: a change of fate is another event with the same number. */
struct news {
	const struct event_packet **packets;
	size_t count, cap;
};

static void take_news(struct news *news, const struct event_packet *packet)
{
	for (size_t i = news->count; i-- > 0;) {
		// Numbers grow: a greater one is a new packet.
		if (news->packets[i]->number < packet->number)
			break;
		if (news->packets[i]->number == packet->number) {
			news->packets[i] = packet;
			return;
		}
	}
	news->packets = xgrow(news->packets, &news->cap, news->count + 1,
			      sizeof(*news->packets));
	news->packets[news->count++] = packet;
}

static struct news read_news(const struct view *view)
{
	struct news news = {0};
	unsigned number = last_number(view);
	for (size_t i = view->begin; i < view->place; i++) {
		const struct event *event = journal_at(view->journal, i);
		if (event->kind == EVENT_PACKET &&
		    event->as.packet.number > number)
			take_news(&news, &event->as.packet);
	}
	return news;
}

const struct event_packet **goal_packets(const struct view *view, size_t *count)
{
	struct news news = read_news(view);
	*count = 0;
	for (size_t i = 0; i < news.count; i++) {
		if (wanted_counts(&news.packets[i]->packet))
			news.packets[(*count)++] = news.packets[i];
	}
	return news.packets;
}

bool goal_holds_wire(const void *detail, const struct view *view,
		     struct buf *found)
{
	struct wanted_search search = {
		.list = detail, .fates = true, .found = found};
	struct news news = read_news(view);
	buf_puts(found, NOTATION("wire: "));
	for (size_t i = 0; i < news.count; i++)
		wanted_see(&search, news.packets[i]);
	free(news.packets);
	return wanted_end(&search, "nothing");
}

/* --- what is held ----------------------------------------------------------
 */

bool goal_parse_held(struct scan *scan, const void **detail)
{
	struct wanted_list *list = arena_alloc(scan->arena, sizeof(*list));
	*detail = list;
	return wanted_scan(scan, "none", false, list);
}

bool goal_holds_held(const void *detail, const struct view *view,
		     struct buf *found)
{
	struct wanted_search search = {.list = detail, .found = found};
	size_t count;
	const struct event_packet **held =
		journal_held(view->journal, view->place, &count);
	buf_puts(found, NOTATION("held: "));
	for (size_t i = 0; i < count; i++)
		wanted_see(&search, held[i]);
	free(held);
	return wanted_end(&search, "none");
}

bool goal_holds_held_count(const void *detail, const struct view *view,
			   struct buf *found)
{
	size_t count;
	free(journal_held(view->journal, view->place, &count));
	buf_printf(found, NOTATION("held %zu"), count);
	return range_has(detail, (int64_t)count);
}
