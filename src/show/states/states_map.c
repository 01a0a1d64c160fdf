/* states_map: the state machine of TCP, drawn with lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Boxes and lines stand at fixed places, on three columns and six levels: how
 * a connection is made goes down on both sides to ESTAB, how it ends goes down
 * from there, on the left for who closes first, on the right for the other.
 * Who stands in a state is named in its box.
 */
#include "base/sentence.h"
#include "show/states/machine.h"
#include "show/states/states.h"

#include <string.h>

enum { BOX_WIDTH = 18, BOX_HEIGHT = 4, POINTS_MAX = 4 };
enum { LEFT = 0, MIDDLE = 33, RIGHT = 66, LEVEL = 7 };

static const struct {
	int state, x, y;
} boxes[] = {
	/* clang-format off */
	{SOCKET_LISTEN, LEFT, 0},             {SOCKET_CLOSE, RIGHT, 0},
	{SOCKET_SYN_RECV, LEFT, LEVEL},       {SOCKET_SYN_SENT, RIGHT, LEVEL},
	{SOCKET_ESTABLISHED, MIDDLE, 2 * LEVEL},
	{SOCKET_FIN_WAIT1, LEFT, 3 * LEVEL},  {SOCKET_CLOSE_WAIT, RIGHT, 3 * LEVEL},
	{SOCKET_FIN_WAIT2, LEFT, 4 * LEVEL},  {SOCKET_CLOSING, MIDDLE, 4 * LEVEL},
	{SOCKET_LAST_ACK, RIGHT, 4 * LEVEL},
	{SOCKET_TIME_WAIT, LEFT, 5 * LEVEL},  {MACHINE_GONE, RIGHT, 5 * LEVEL},
	/* clang-format on */
};

struct point {
	int x, y;
};

/* A line from point to point, with a head at the last; the label stands at
 * `text`. */
static const struct line {
	int from, to;
	struct point points[POINTS_MAX];
	size_t count;
	struct point text;
} lines[] = {
	/* clang-format off */
	{SOCKET_CLOSE, SOCKET_LISTEN, {{65, 1}, {18, 1}}, 2, {37, 1}},
	{MACHINE_BORN, SOCKET_SYN_RECV, {{8, 4}, {8, 6}}, 2, {11, 5}},
	{SOCKET_CLOSE, SOCKET_SYN_SENT, {{74, 4}, {74, 6}}, 2, {53, 5}},
	{SOCKET_SYN_SENT, SOCKET_SYN_RECV, {{65, 8}, {18, 8}}, 2, {30, 8}},
	{SOCKET_SYN_RECV, SOCKET_ESTABLISHED, {{8, 11}, {8, 15}, {32, 15}}, 3, {15, 15}},
	{SOCKET_SYN_SENT, SOCKET_ESTABLISHED, {{74, 11}, {74, 15}, {51, 15}}, 3, {54, 14}},
	{SOCKET_ESTABLISHED, SOCKET_FIN_WAIT1, {{38, 18}, {38, 19}, {8, 19}, {8, 20}}, 4, {14, 19}},
	{SOCKET_ESTABLISHED, SOCKET_CLOSE_WAIT, {{45, 18}, {45, 19}, {74, 19}, {74, 20}}, 4, {49, 19}},
	{SOCKET_FIN_WAIT1, SOCKET_FIN_WAIT2, {{8, 25}, {8, 27}}, 2, {11, 26}},
	{SOCKET_FIN_WAIT1, SOCKET_CLOSING, {{18, 23}, {41, 23}, {41, 27}}, 3, {20, 22}},
	{SOCKET_CLOSE_WAIT, SOCKET_LAST_ACK, {{74, 25}, {74, 27}}, 2, {54, 26}},
	{SOCKET_FIN_WAIT2, SOCKET_TIME_WAIT, {{8, 32}, {8, 34}}, 2, {11, 33}},
	{SOCKET_CLOSING, SOCKET_TIME_WAIT, {{41, 32}, {41, 36}, {18, 36}}, 3, {25, 36}},
	{SOCKET_LAST_ACK, MACHINE_GONE, {{74, 32}, {74, 34}}, 2, {62, 33}},
	{SOCKET_TIME_WAIT, MACHINE_GONE, {{18, 37}, {65, 37}}, 2, {46, 37}},
	/* clang-format on */
};

/* How a line was gone along, the later the more it counts. */
enum taken { NOT_TAKEN, TAKEN_UNSEEN, TAKEN, TAKEN_NOW };

/* Each look: across, down, and the corners └ ┘ ┌ ┐ of a line. */
static const struct {
	const char *across, *down, *corners[4];
	enum style style;
} looks[] = {
	/* clang-format off */
	[NOT_TAKEN] = {"─", "│", {"└", "┘", "┌", "┐"}, STYLE_PAST},
	[TAKEN_UNSEEN] = {"┅", "┇", {"┗", "┛", "┏", "┓"}, STYLE_RESULT},
	[TAKEN] = {"━", "┃", {"┗", "┛", "┏", "┓"}, STYLE_RESULT},
	[TAKEN_NOW] = {"━", "┃", {"┗", "┛", "┏", "┓"}, STYLE_CHANGED},
	/* clang-format on */
};

/* --- lines -----------------------------------------------------------------
 */

static enum taken step_taken(const struct path *path, size_t i)
{
	// What passed through an unseen state was not seen on either side.
	bool unseen = path->steps[i].unseen || (i && path->steps[i - 1].unseen);
	if (path->steps[i].now)
		return unseen ? TAKEN_UNSEEN : TAKEN_NOW;
	return unseen ? TAKEN_UNSEEN : TAKEN;
}

static enum taken line_taken(const struct paths *paths, const struct line *line)
{
	enum taken taken = NOT_TAKEN;
	for (size_t i = 0; i < paths->count; i++) {
		const struct path *path = &paths->items[i];
		for (size_t k = 0; k < path->count; k++) {
			int from = k ? path->steps[k - 1].state : MACHINE_BORN;
			if (from != line->from ||
			    path->steps[k].state != line->to)
				continue;
			enum taken mine = step_taken(path, k);
			taken = mine > taken ? mine : taken;
		}
	}
	return taken;
}

static bool is_now(const struct paths *paths, const struct line *line)
{
	for (size_t i = 0; i < paths->count; i++) {
		const struct path *path = &paths->items[i];
		for (size_t k = 0; k < path->count; k++) {
			int from = k ? path->steps[k - 1].state : MACHINE_BORN;
			if (from == line->from && path->steps[k].now &&
			    path->steps[k].state == line->to)
				return true;
		}
	}
	return false;
}

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

/* Which corner joins a line that came in direction (dx, dy) to one that goes
 * on across or down. */
static int corner(struct point before, struct point at, struct point after)
{
	bool up = before.y < at.y || after.y < at.y;
	bool right = before.x > at.x || after.x > at.x;
	return up ? (right ? 0 : 1) : (right ? 2 : 3);
}

static void draw_part(struct area area, struct point from, struct point to,
		      enum taken taken, enum style style)
{
	int dx = sign(to.x - from.x), dy = sign(to.y - from.y);
	const char *text = dx ? looks[taken].across : looks[taken].down;
	for (struct point at = from; at.x != to.x || at.y != to.y;
	     at.x += dx, at.y += dy)
		area_text(area, at.x, at.y, style, text);
}

static void draw_line(const struct paths *paths, const struct line *line,
		      struct area area)
{
	enum taken taken = line_taken(paths, line);
	enum style style =
		is_now(paths, line) ? STYLE_CHANGED : looks[taken].style;
	const struct point *points = line->points;
	size_t last = line->count - 1;
	for (size_t i = 0; i < last; i++)
		draw_part(area, points[i], points[i + 1], taken, style);
	for (size_t i = 1; i < last; i++)
		area_text(area, points[i].x, points[i].y, style,
			  looks[taken].corners[corner(points[i - 1], points[i],
						      points[i + 1])]);
	int dx = points[last].x - points[last - 1].x;
	const char *head = dx > 0 ? "▶" : dx < 0 ? "◀" : "▼";
	area_text(area, points[last].x, points[last].y, style, head);
	const struct machine_edge *edge = machine_edge(line->from, line->to);
	area_printf(area, line->text.x, line->text.y,
		    taken ? STYLE_PLAIN : STYLE_PAST, " %s ",
		    sentence_text(edge->label));
}

/* --- boxes -----------------------------------------------------------------
 */

/* "client fd 3", "client fd 3 +1"; empty for nobody. */
static void print_standing(const struct paths *paths, int state,
			   struct buf *out)
{
	size_t more = 0;
	for (size_t i = 0; i < paths->count; i++) {
		const struct path *path = &paths->items[i];
		if (path->steps[path->count - 1].state != state)
			continue;
		if (out->len)
			more++;
		else
			buf_puts(out, path_owner(path));
	}
	if (more)
		buf_printf(out, " +%zu", more);
}

static void draw_box(const struct paths *paths, int state, struct area box)
{
	struct buf who = {0};
	print_standing(paths, state, &who);
	enum taken look = who.len ? TAKEN : NOT_TAKEN;
	enum style style = who.len ? STYLE_PLAIN : STYLE_PAST;
	int right = box.width - 1, bottom = box.height - 1;
	for (int x = 1; x < right; x++) {
		area_text(box, x, 0, style, looks[look].across);
		area_text(box, x, bottom, style, looks[look].across);
	}
	for (int y = 1; y < bottom; y++) {
		area_text(box, 0, y, style, looks[look].down);
		area_text(box, right, y, style, looks[look].down);
	}
	area_text(box, 0, 0, style, looks[look].corners[2]);
	area_text(box, right, 0, style, looks[look].corners[3]);
	area_text(box, 0, bottom, style, looks[look].corners[0]);
	area_text(box, right, bottom, style, looks[look].corners[1]);
	const char *word = path_word(state);
	int x = (box.width - (int)strlen(word)) / 2;
	area_text(box, x, 1, who.len ? STYLE_TITLE : STYLE_PAST, word);
	int width = (int)text_width(buf_text(&who), who.len);
	int room = box.width - 2;
	x = width < room ? (box.width - width) / 2 : 1;
	area_fit(box, x, 2, room, STYLE_CURRENT, buf_text(&who));
	buf_done(&who);
}

static void draw_legend(struct area area)
{
	static const struct {
		enum taken taken;
		const char *words;
	} rows[] = {
		{NOT_TAKEN, SENTENCE_ID("map-not-taken")},
		{TAKEN, SENTENCE_ID("map-taken")},
		{TAKEN_UNSEEN, SENTENCE_ID("map-unseen")},
		{TAKEN_NOW, SENTENCE_ID("map-now")},
	};
	int x = 1, y = area.height - 1;
	for (size_t i = 0; i < COUNT(rows); i++) {
		for (int k = 0; k < 4; k++)
			area_text(area, x + k, y, looks[rows[i].taken].style,
				  looks[rows[i].taken].across);
		x += 5;
		x += area_text(area, x, y, STYLE_PAST,
			       sentence_text(rows[i].words)) +
		     3;
	}
	area_text(area, MIDDLE - 8, 3, STYLE_PAST, sentence_text("map-reset"));
	area_text(area, MIDDLE - 8, 4, STYLE_PAST,
		  sentence_text("map-reset-to"));
}

void states_map_draw(const struct paths *paths, struct area area)
{
	for (size_t i = 0; i < COUNT(lines); i++)
		draw_line(paths, &lines[i], area);
	for (size_t i = 0; i < COUNT(boxes); i++)
		draw_box(paths, boxes[i].state,
			 area_cut(area, boxes[i].x, boxes[i].y, BOX_WIDTH,
				  BOX_HEIGHT));
	draw_legend(area);
}
