/* ladder: calls and packets between the actors, time downwards.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each actor is a rail; so is, where packets come from or go to an address
 * that no actor has, the kernel of that host. The rails' names stay where they
 * are when the rows below them are scrolled.
 */
#include "show/ladder/ladder.h"

#include "base/sentence.h"
#include "base/text.h"
#include "show/ladder/ladder_row.h"
#include "show/panel/panel.h"

#include <string.h>

enum {
	TIMES_LEAST = 60,  /* columns from which the time has room */
	CLOCK_LEAST = 120, /* and the time since the beginning as well */
	WINDOW = 2000,	   /* more rows are not read by anybody */
};

static int columns(const char *text)
{
	return (int)text_width(text, strlen(text));
}

/* --- rails ---------------------------------------------------------------- */

static struct rail *add_rail(struct ladder *ladder, size_t at, struct rail rail)
{
	ladder->rails = xgrow(ladder->rails, &ladder->rail_cap,
			      ladder->rail_count + 1, sizeof(rail));
	memmove(ladder->rails + at + 1, ladder->rails + at,
		(ladder->rail_count - at) * sizeof(rail));
	ladder->rail_count++;
	ladder->rails[at] = rail;
	return &ladder->rails[at];
}

/* As it was born or, before that, as the lesson says. */
static const char *host_of(const struct view *view, size_t actor)
{
	const struct lesson *lesson = view->scene->lesson;
	const char *host = view->actors[actor].host;
	if (!host && actor < lesson->actor_count)
		host = lesson->actors[actor].host;
	if (!host && lesson->host_count)
		host = lesson->hosts[0].name;
	return host ? host : "host";
}

/* Actors stand in the lesson's order, and those of one host together. */
static void add_actors(struct ladder *ladder)
{
	const struct view *view = ladder->view;
	for (size_t i = 0; i < view->actor_count; i++) {
		const char *host = host_of(view, i);
		size_t at = ladder->rail_count;
		for (size_t k = 0; k < ladder->rail_count; k++) {
			if (text_same(ladder->rails[k].host, host))
				at = k + 1;
		}
		const char *name = view->actors[i].name;
		add_rail(ladder, at,
			 (struct rail){.name = name,
				       .host = host,
				       .actor = name,
				       .index = i});
	}
}

/* The rail of an end that no actor has: named by its address as long as that
 * is the only one. */
static void add_end(struct ladder *ladder, const char *actor, const char *host,
		    const struct address *address)
{
	if (actor && ladder_rail(ladder, actor, NULL))
		return;
	struct buf text = {0};
	address_print_ss(address, &text);
	struct rail *rail = ladder_rail(ladder, NULL, host);
	if (!rail) {
		size_t at = ladder->rail_count;
		for (size_t k = 0; host && k < ladder->rail_count; k++) {
			if (text_same(ladder->rails[k].host, host))
				at = k + 1;
		}
		rail = add_rail(
			ladder, at,
			(struct rail){.host = host,
				      .index = ladder->view->actor_count});
		rail->name =
			arena_strdup(&ladder->view->arena, buf_text(&text));
	} else if (!text_same(rail->name, buf_text(&text))) {
		rail->name =
			host ? sentence_text("panel-no-process") : "nowhere";
	}
	buf_done(&text);
}

static void count_hosts(struct ladder *ladder)
{
	for (size_t i = 0; i < ladder->rail_count; i++) {
		ladder->host_count +=
			!i || !text_same(ladder->rails[i].host,
					 ladder->rails[i - 1].host);
	}
}

static void add_rails(struct ladder *ladder)
{
	const struct timeline *timeline = &ladder->timeline;
	add_actors(ladder);
	for (size_t i = 0; i < timeline->count; i++) {
		const struct instant *instant = &timeline->items[i];
		const struct event_packet *packet = &instant->event->as.packet;
		if (instant->kind != INSTANT_PACKET)
			continue;
		add_end(ladder, packet->from_actor, packet->from_host,
			&packet->packet.from);
		add_end(ladder, packet->to_actor, packet->to_host,
			&packet->packet.to);
	}
	count_hosts(ladder);
}

static int digits(unsigned number)
{
	int count = 1;
	while (number /= 10)
		count++;
	return count;
}

static void measure(struct ladder *ladder, int width)
{
	const struct timeline *timeline = &ladder->timeline;
	unsigned greatest = 0;
	for (size_t i = 0; i < timeline->count; i++) {
		const struct instant *instant = &timeline->items[i];
		if (instant_is_packet(instant) &&
		    instant->event->as.packet.number > greatest)
			greatest = instant->event->as.packet.number;
	}
	ladder->width = width;
	ladder->numbers = digits(greatest);
	ladder->has_times = width >= TIMES_LEAST;
	ladder->has_clock = width >= CLOCK_LEAST;
	ladder->left = ladder->numbers + 5;
	int times = (ladder->has_times + ladder->has_clock) * LADDER_TIME_WIDTH;
	ladder->rails_width = width - ladder->left - times;
	int count = (int)ladder->rail_count;
	for (int i = 0; i < count; i++) {
		ladder->rails[i].x =
			count > 1 ? i * (ladder->rails_width - 1) / (count - 1)
				  : 0;
	}
}

/* --- the names of the rails ------------------------------------------------
 */

/* Names in the middle stand on both sides of their rails. */
static int name_most(const struct ladder *ladder)
{
	int between = ladder->rail_count > 2 ? ladder->rails[1].x
					     : ladder->rails_width;
	return between * 2 / 3 - 1;
}

static void draw_name(const struct ladder *ladder, const struct rail *rail,
		      struct area row)
{
	int first = ladder->rails[0].x;
	int last = ladder->rails[ladder->rail_count - 1].x;
	int width = columns(rail->name);
	if (width > name_most(ladder))
		width = name_most(ladder);
	int x = rail->x == first  ? rail->x
		: rail->x == last ? rail->x - width + 1
				  : rail->x - width / 2;
	area_fit(row, x, 0, width, STYLE_TITLE, rail->name);
}

/* Where none has room, it is said how many there are. */
static void draw_names(const struct ladder *ladder, struct area row)
{
	enum { NAME_LEAST = 2 };
	if (name_most(ladder) < NAME_LEAST) {
		char *text =
			SENTENCE_NEW("panel-too-many-names",
				     SLOT_NUMBER("count", ladder->rail_count));
		area_fit(row, 0, 0, row.width, STYLE_LABEL, text);
		free(text);
		return;
	}
	for (size_t i = 0; i < ladder->rail_count; i++)
		draw_name(ladder, &ladder->rails[i], row);
}

/* A line over the rails of each host, with its name. */
static void draw_hosts(const struct ladder *ladder, struct area row)
{
	for (size_t i = 0, next; i < ladder->rail_count; i = next) {
		const struct rail *first = &ladder->rails[i];
		for (next = i + 1;
		     next < ladder->rail_count &&
		     text_same(ladder->rails[next].host, first->host);
		     next++)
			;
		int end = ladder->rails[next - 1].x;
		const char *name = first->host ? first->host
					       : sentence_text("panel-no-host");
		int width = columns(name);
		int x = (first->x + end - width + 1) / 2;
		x = x + width > row.width ? row.width - width : x;
		area_fill(row, first->x, 0, end - first->x + 1, STYLE_LABEL,
			  0x2500);
		area_text(row, x < 0 ? 0 : x, 0, STYLE_LABEL, name);
	}
}

/* Returns the rows that the names take. */
static int draw_head(const struct ladder *ladder, struct area area)
{
	int rows = 0;
	if (ladder->host_count > 1) {
		draw_hosts(ladder, area_cut(area, ladder->left, rows++,
					    ladder->rails_width, 1));
	}
	struct area row =
		area_cut(area, ladder->left, rows, ladder->rails_width, 1);
	draw_names(ladder, row);
	if (ladder->has_times)
		area_text(area, ladder->left + ladder->rails_width + 1, rows,
			  STYLE_LABEL, sentence_text("panel-since-call"));
	if (ladder->has_clock)
		area_text(area, ladder->width - LADDER_TIME_WIDTH + 3, rows,
			  STYLE_LABEL, sentence_text("panel-run-time"));
	return rows + 1;
}

/* --- the window ------------------------------------------------------------
 */

/* The instants that can be scrolled to: the latest, or those around the cursor.
 * `rows` is where each begins, and behind the last one how many there are; a
 * first row says that there are more before. */
struct window {
	size_t first, count;
	int *rows;
};

static struct window window_make(const struct ladder *ladder)
{
	size_t all = ladder->timeline.count;
	struct window window = {.count = all < WINDOW ? all : WINDOW};
	unsigned cursor = ladder->view->scene->packet_cursor;
	long at = cursor ? timeline_packet(&ladder->timeline, cursor)
			 : INSTANT_ALONE;
	window.first = all - window.count;
	if (at >= 0 && (size_t)at < window.first)
		window.first =
			(size_t)at > WINDOW / 2 ? (size_t)at - WINDOW / 2 : 0;
	struct grid none = {0};
	struct area area = {&none, 0, 0, ladder->width, 0};
	window.rows = xcalloc(window.count + 1, sizeof(*window.rows));
	window.rows[0] = window.first > 0;
	for (size_t i = 0; i < window.count; i++) {
		window.rows[i + 1] =
			window.rows[i] +
			ladder_row_draw(ladder, window.first + i, area);
	}
	return window;
}

/* The row from which the packet under the cursor is seen in the middle. */
static int follow_cursor(const struct ladder *ladder,
			 const struct window *window, int height)
{
	unsigned cursor = ladder->view->scene->packet_cursor;
	long at = cursor ? timeline_packet(&ladder->timeline, cursor)
			 : INSTANT_ALONE;
	if (at == INSTANT_ALONE)
		return SCENE_FOLLOW;
	return window->rows[(size_t)at - window->first] - height / 2;
}

/* Half of an instant at the top is left out. */
static void draw_rows(const struct ladder *ladder, const struct window *window,
		      int scroll, struct area area)
{
	AUTO_FREE char *before = SENTENCE_NEW(
		"panel-rows-before", SLOT_NUMBER("count", window->first));
	if (window->first && !scroll)
		area_text(area, ladder->left, 0, STYLE_PAST, before);
	for (size_t i = 0; i < window->count; i++) {
		int y = window->rows[i] - scroll;
		if (y < 0 || y >= area.height)
			continue;
		ladder_row_draw(
			ladder, window->first + i,
			area_cut(area, 0, y, area.width, area.height - y));
	}
}

static int draw_window(const struct ladder *ladder, int scroll,
		       struct area border, struct area area)
{
	struct window window = window_make(ladder);
	int rows = window.rows[window.count];
	int most = rows > area.height ? rows - area.height : 0;
	if (scroll == SCENE_FOLLOW)
		scroll = follow_cursor(ladder, &window, area.height);
	scroll = scroll < 0 ? 0 : scroll > most ? most : scroll;
	if (ladder->view->scene->scrolled)
		*ladder->view->scene->scrolled = scroll;
	draw_rows(ladder, &window, scroll, area);
	border_extent(border, scroll, area.height, rows);
	free(window.rows);
	return most;
}

void ladder_open(struct ladder *ladder)
{
	timeline_init(&ladder->timeline, ladder->view);
	add_rails(ladder);
}

void ladder_close(struct ladder *ladder)
{
	free(ladder->rails);
	timeline_done(&ladder->timeline);
}

int ladder_draw(struct view *view, int scroll, struct area border,
		struct area area)
{
	struct ladder ladder = {.view = view};
	int most = 0;
	ladder_open(&ladder);
	measure(&ladder, area.width);
	if (!ladder.timeline.count || !ladder.rail_count) {
		area_words(area, STYLE_PAST,
			   sentence_text("panel-nothing-has-happened-yet"));
	} else {
		int head = draw_head(&ladder, area);
		most = draw_window(&ladder, scroll, border,
				   area_cut(area, 0, head, area.width,
					    area.height - head));
	}
	ladder_close(&ladder);
	return most;
}

void ladder_rows(struct view *view, int width, int height, struct grid *all)
{
	struct ladder ladder = {.view = view};
	(void)height;
	ladder_open(&ladder);
	measure(&ladder, width);
	if (!ladder.timeline.count || !ladder.rail_count) {
		grid_init(all, width, 0);
	} else {
		struct window window = window_make(&ladder);
		grid_init(all, width, window.rows[window.count]);
		draw_rows(&ladder, &window, 0, area_of(all));
		free(window.rows);
	}
	ladder_close(&ladder);
}
