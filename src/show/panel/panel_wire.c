/* panel_wire: the packets as a ladder between the actors.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ends of a packet stand in the order of the code columns, so that an
 * arrow points to the column whose process it goes to. Packets of the viewed
 * beat are marked with + or * in front; with them stand those that still are
 * on the wire, and earlier ones fill the room above. A packet without an arrow
 * head did not arrive.
 */
#include "base/count.h"
#include "base/sentence.h"
#include "show/packet/packet_row.h"
#include "show/panel/panel.h"

#include <stdio.h>
#include <string.h>

enum { NAME_MOST = 16 };

/* Who stands at the two rails of a packet's row. */
struct ends {
	char left[64], right[64];
	bool to_right;
};

static int place_of(const struct view *view, const char *actor)
{
	for (size_t i = 0; actor && i < view->actor_count; i++) {
		if (!strcmp(view->actors[i].name, actor))
			return (int)i;
	}
	return (int)view->actor_count;
}

/* The actor, or the address where no actor has it. */
static void end_name(const char *actor, const struct address *address,
		     char *name, size_t size)
{
	struct buf text = {0};
	if (actor)
		buf_puts(&text, actor);
	else
		address_print_ss(address, &text);
	snprintf(name, size, "%s", buf_text(&text));
	buf_done(&text);
}

static struct ends ends_of(const struct view *view,
			   const struct event_packet *packet)
{
	struct ends ends;
	int from = place_of(view, packet->from_actor);
	int to = place_of(view, packet->to_actor);
	ends.to_right = from != to ? from < to
				   : address_port(&packet->packet.from) >=
					     address_port(&packet->packet.to);
	char *source = ends.to_right ? ends.left : ends.right;
	char *target = ends.to_right ? ends.right : ends.left;
	end_name(packet->from_actor, &packet->packet.from, source,
		 sizeof(ends.left));
	end_name(packet->to_actor, &packet->packet.to, target,
		 sizeof(ends.left));
	return ends;
}

/* Columns for the names at the side of these packets, within reason. */
static int names_width(const struct view *view,
		       const struct seen_packet *const *packets, int count)
{
	int width = 6;
	for (int i = 0; i < count; i++) {
		struct ends ends = ends_of(view, packets[i]->packet);
		int left = (int)text_width(ends.left, strlen(ends.left));
		int right = (int)text_width(ends.right, strlen(ends.right));
		width = left > width ? left : width;
		width = right > width ? right : width;
	}
	return width > NAME_MOST ? NAME_MOST : width;
}

/* Where the parts of a row stand. `numbers` are the columns of the greatest
 * number of a packet. */
struct parts {
	unsigned cursor;
	int numbers, names;
};

static struct parts parts_of(const struct view *view,
			     const struct seen_packet *const *packets,
			     int count)
{
	struct parts parts = {.cursor = view->scene->packet_cursor};
	unsigned greatest = 0;
	for (int i = 0; i < count; i++) {
		unsigned number = packets[i]->packet->number;
		greatest = number > greatest ? number : greatest;
	}
	parts.numbers = snprintf(NULL, 0, "%u", greatest);
	parts.names = names_width(view, packets, count);
	return parts;
}

/* Its number is how orders call a packet; the cursor is where keys act. */
static void draw_number(const struct seen_packet *seen, struct area row,
			const struct parts *parts)
{
	unsigned number = seen->packet->number;
	bool chosen = number == parts->cursor;
	if (seen->now)
		area_text(row, 0, 0, STYLE_CHANGED, seen->fresh ? "+" : "*");
	if (chosen)
		area_text(row, 1, 0, STYLE_KEY, "▶");
	area_printf(row, 2, 0,
		    chosen	? STYLE_CURRENT
		    : seen->now ? STYLE_LABEL
				: STYLE_PAST,
		    "%*u", parts->numbers, number);
}

/* One row; `above` are the ends of the row above, whose names need not be
 * said again, or NULL. */
static void draw_packet(const struct seen_packet *seen, const struct ends *ends,
			const struct ends *above, struct area row,
			const struct parts *parts)
{
	bool named = !above || strcmp(above->left, ends->left) != 0 ||
		     strcmp(above->right, ends->right) != 0;
	enum style label = seen->now ? STYLE_LABEL : STYLE_PAST;
	const struct packet_way way = {
		.packet = seen->packet,
		.to_right = ends->to_right,
		.resumed = seen->now && !seen->fresh,
		.strong = seen->now || seen->packet->fate == PACKET_HELD,
		.style = seen->now ? STYLE_PACKET : STYLE_PAST,
	};
	int left = parts->numbers + 3, names = parts->names;
	draw_number(seen, row, parts);
	struct area rails = area_cut(row, left + names + 1, 0,
				     row.width - left - 2 * names - 3, 1);
	area_text(rails, 0, 0, way.style, "│");
	area_text(rails, rails.width - 1, 0, way.style, "│");
	packet_row_draw(&way, rails);
	if (!named)
		return;
	area_fit(row, left, 0, names, label, ends->left);
	area_fit(row, row.width - names - 1, 0, names, label, ends->right);
}

/* Without a wire no packet is ever seen; the scene says why. */
static bool is_missing(const struct view *view)
{
	return !view->packet_count && view->scene->missing;
}

/* What to say when the viewed beat sent nothing. */
static const char *nothing(const struct view *view)
{
	if (is_missing(view))
		return view->scene->missing;
	if (view_is_unix(view))
		return sentence_text("panel-no-packets-unix-sockets");
	if (!view->call)
		return sentence_text("panel-no-packets-yet");
	if (view_is_unseen(view))
		return sentence_text("packets-unseen");
	return sentence_text("panel-no-packets-this-call");
}

static const char *nothing_moved(const struct view *view)
{
	if (view->call)
		return nothing(view);
	return view->packet_count ? sentence_text("panel-no-packets-in-this")
				  : nothing(view);
}

/* Whether a packet matters now: something happened to it in the viewed beat,
 * or it still is on the wire. */
static bool is_current(const struct seen_packet *seen)
{
	return seen->now || seen->packet->fate == PACKET_HELD;
}

static int count_current(const struct view *view)
{
	int count = 0;
	for (size_t i = 0; i < view->packet_count; i++)
		count += is_current(&view->packets[i]);
	return count;
}

static struct panel_rows wire_rows(struct view *view, int width)
{
	int current = count_current(view), all = (int)view->packet_count;
	int rows = current;
	if (is_missing(view))
		rows = words_rows(view->scene->missing, width - 2);
	else if (!view->packets_now)
		rows += current ? 2 : 1;
	return (struct panel_rows){
		.least = rows > 3 && current ? 3
			 : current	     ? rows
					     : 0,
		.wish = rows,
		.most = all > current ? rows + 1 + all - current : rows,
	};
}

/* Chooses the packets for `room` rows, in their order: the first of this beat,
 * then the latest that still are on the wire, then the latest before, as there
 * is room for them. When not all fit, the one under the cursor is kept, and a
 * row is left that says how many more there are. Returns how many were chosen.
 */
static int choose(const struct view *view, int room,
		  const struct seen_packet **chosen)
{
	unsigned cursor = view->scene->packet_cursor;
	int current = count_current(view), count = 0;
	int late = 0, held = current, spare = room - current;
	if (current > room) {
		int least = room - 1 - (cursor > 0);
		late = (int)view->packets_now - least;
		held = -late;
	}
	for (size_t i = view->packet_count; i > 0; i--) {
		const struct seen_packet *seen = &view->packets[i - 1];
		bool wanted = seen->now		 ? late-- <= 0
			      : is_current(seen) ? held-- > 0
						 : spare-- > 0;
		bool is_chosen =
			is_current(seen) && seen->packet->number == cursor;
		if (wanted || is_chosen)
			chosen[count++] = seen;
	}
	for (int i = 0; i < count / 2; i++) {
		const struct seen_packet *swap = chosen[i];
		chosen[i] = chosen[count - 1 - i];
		chosen[count - 1 - i] = swap;
	}
	return count;
}

/* The row of packet `number` among those chosen, moved into sight. */
static int first_shown(const struct seen_packet **chosen, int count, int shown,
		       unsigned cursor)
{
	int at = 0;
	for (int i = 0; i < count; i++) {
		if (chosen[i]->packet->number == cursor)
			at = i;
	}
	return at >= shown ? at - shown + 1 : 0;
}

/* Says what is not of the viewed beat; returns the rows that it takes. */
static int draw_earlier(const struct view *view, int count, struct area area,
			int y)
{
	if (count <= (int)view->packets_now)
		return 0;
	bool earlier = count > count_current(view);
	if (!earlier && view->packets_now)
		return 0;
	area_text(area, 1, y, STYLE_PAST,
		  earlier ? "earlier:"
			  : sentence_text("panel-still-on-the-wire"));
	return 1;
}

/* When not even the current packets fit: the first of them, or those up to the
 * cursor, and how many more there are. */
static void wire_draw(struct view *view, struct area area)
{
	const struct seen_packet **chosen =
		arena_alloc(&view->arena, (view->packet_count + 1) *
						  sizeof(struct seen_packet *));
	int y = 0;
	if (!view->packets_now)
		y += area_words(
			area_cut(area, 1, 0, area.width - 2, area.height),
			STYLE_PAST, nothing_moved(view));
	// One row says that what follows it happened before.
	int current = count_current(view);
	bool is_split =
		!view->packets_now || (current < (int)view->packet_count &&
				       current < area.height - y);
	int count = choose(view, area.height - y - is_split, chosen);
	y += draw_earlier(view, count, area, y);
	int room = area.height - y;
	int all = count > current ? count : current;
	int shown = all > room && count >= room ? room - 1 : count;
	int first =
		first_shown(chosen, count, shown, view->scene->packet_cursor);
	struct parts parts = parts_of(view, chosen + first, shown);
	struct ends above;
	for (int i = first; i < first + shown; i++, y++) {
		struct ends ends = ends_of(view, chosen[i]->packet);
		draw_packet(chosen[i], &ends, i > first ? &above : NULL,
			    area_cut(area, 0, y, area.width, 1), &parts);
		area_about_packet(area, y, chosen[i]->packet->number);
		above = ends;
	}
	if (shown < all && room > 0)
		area_text(
			area, 1, y, STYLE_LABEL,
			SENTENCE_KEPT(&view->arena, "panel-more-packets",
				      SLOT_NUMBER("count", all - shown),
				      SLOT_TEXT("key", view_key(view, "packets",
								"w"))));
}

static void wire_head(struct view *view, struct area border)
{
	struct buf title = {0};
	if (view->packet_count)
		SENTENCE(&title, "panel-so-far",
			 SLOT_NUMBER("packets", view->packet_count));
	if (title.len)
		border_right(border, STYLE_LABEL, buf_text(&title));
	buf_done(&title);
}

static bool wire_stands(const struct view *view, int height, bool small)
{
	return !small && !panel_output.stands(view, height, small);
}

const struct panel panel_wire = {
	.name = "wire",
	.title = "wire",
	.rows = wire_rows,
	.draw = wire_draw,
	.head = wire_head,
	.stands = wire_stands,
	.turns = {[PANEL_GIVES] = 4, [PANEL_WISHES] = 2, [PANEL_FILLS] = 5},
};
