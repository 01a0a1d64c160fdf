/* panel_wire: the packets as a ladder between the actors.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ends of a packet stand in the order of the code columns, so that an
 * arrow points to the column whose process it goes to. Packets of the viewed
 * beat come last and are marked with + in front; earlier ones fill the room
 * above them. A packet without an arrow head did not arrive.
 */
#include "show/panel.h"

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

static int columns(const char *text)
{
	return (int)text_width(text, strlen(text));
}

/* The line from rail to rail, with a head where the packet arrived. */
static void draw_line(struct area area, bool to_right, bool arrived,
		      enum style style)
{
	int last = area.width - 1;
	area_fill(area, 1, 0, last - 1, style, 0x2500);
	area_text(area, 0, 0, style, to_right ? "├" : "│");
	area_text(area, last, 0, style, to_right ? "│" : "┤");
	if (arrived)
		area_text(area, to_right ? last - 1 : 1, 0, style,
			  to_right ? "▶" : "◀");
}

static void draw_arrow(const struct seen_packet *seen, struct area area,
		       bool to_right, enum style style)
{
	static const char *const fates[PACKET_FATE_COUNT] = {
		[PACKET_HELD] = " held on the wire ",
		[PACKET_DROPPED] = " dropped × ",
	};
	const char *fate = fates[seen->packet->fate];
	int end = fate ? columns(fate) : 0;
	struct buf text = {0};
	packet_print(&seen->packet->packet, &text);
	draw_line(area, to_right, !fate, style);
	// The fate stands where the head would be, the text in what is left.
	int room = area.width - 6 - end;
	int width = columns(buf_text(&text));
	int x = 3 + (to_right ? 0 : end);
	if (width < room)
		x += (room - width) / 2;
	area_text(area, x - 1, 0, style, " ");
	x += area_fit(area, x, 0, room, style, buf_text(&text));
	area_text(area, x, 0, style, " ");
	if (fate)
		area_text(area, to_right ? area.width - 1 - end : 1, 0,
			  STYLE_TROUBLE, fate);
	buf_done(&text);
}

/* One row; `above` are the ends of the row above, whose names need not be
 * said again, or NULL. */
static void draw_packet(const struct seen_packet *seen, const struct ends *ends,
			const struct ends *above, struct area row, int names)
{
	bool named = !above || strcmp(above->left, ends->left) != 0 ||
		     strcmp(above->right, ends->right) != 0;
	enum style style = seen->now ? STYLE_PACKET : STYLE_PAST;
	enum style label = seen->now ? STYLE_LABEL : STYLE_PAST;
	if (seen->now)
		area_text(row, 0, 0, STYLE_CHANGED, seen->fresh ? "+" : "*");
	draw_arrow(seen,
		   area_cut(row, names + 2, 0, row.width - 2 * names - 4, 1),
		   ends->to_right, style);
	if (!named)
		return;
	area_fit(row, 1, 0, names, label, ends->left);
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
		return "no packets: UNIX sockets stay inside the kernel";
	if (!view->beat)
		return "no packets yet";
	return "no packets: this call sent nothing";
}

static const char *nothing_moved(const struct view *view)
{
	if (view->beat && view->beat->kind == BEAT_CALL)
		return nothing(view);
	return view->packet_count ? "no packets in this step" : nothing(view);
}

static struct panel_rows wire_rows(struct view *view, int width)
{
	int now = (int)view->packets_now, all = (int)view->packet_count;
	int rows = now ? now : 1;
	if (is_missing(view))
		rows = words_rows(view->scene->missing, width - 2);
	return (struct panel_rows){
		.least = now > 3 ? 3 : now,
		.wish = rows,
		.most = all > now ? rows + 1 + all - now : rows,
	};
}

/* Chooses the packets for `room` rows, in their order: those of the viewed
 * beat, then as many of the latest before as there is room for. Returns how
 * many were chosen. */
static int choose(const struct view *view, int room,
		  const struct seen_packet **chosen)
{
	int now = (int)view->packets_now, count = 0;
	int spare = room > now ? room - now : 0;
	for (size_t i = view->packet_count; i > 0; i--) {
		const struct seen_packet *seen = &view->packets[i - 1];
		if (seen->now || spare-- > 0)
			chosen[count++] = seen;
	}
	for (int i = 0; i < count / 2; i++) {
		const struct seen_packet *swap = chosen[i];
		chosen[i] = chosen[count - 1 - i];
		chosen[count - 1 - i] = swap;
	}
	return count;
}

/* When not even the packets of the viewed beat fit: the first of them, and how
 * many more there are. */
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
	int count = choose(view, area.height - y - 1, chosen);
	if (count > (int)view->packets_now)
		area_text(area, 1, y++, STYLE_PAST, "earlier:");
	int room = area.height - y;
	int shown = count > room ? room - 1 : count;
	int names = names_width(view, chosen, shown);
	struct ends above;
	for (int i = 0; i < shown; i++, y++) {
		struct ends ends = ends_of(view, chosen[i]->packet);
		draw_packet(chosen[i], &ends, i ? &above : NULL,
			    area_cut(area, 0, y, area.width, 1), names);
		above = ends;
	}
	if (shown < count)
		area_printf(area, 1, y, STYLE_LABEL, "%d more packets: press w",
			    count - shown);
}

static void wire_head(struct view *view, struct area border)
{
	struct buf title = {0};
	if (view->packet_count)
		buf_printf(&title, "%zu packet%s so far", view->packet_count,
			   view->packet_count == 1 ? "" : "s");
	if (title.len)
		border_right(border, STYLE_LABEL, buf_text(&title));
	buf_done(&title);
}

const struct panel panel_wire = {
	.name = "wire",
	.title = "wire",
	.rows = wire_rows,
	.draw = wire_draw,
	.head = wire_head,
};
