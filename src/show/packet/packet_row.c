/* packet_row: a packet on its way between two rails.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/packet/packet_row.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <string.h>

/* Types of ICMP below 128 that are no errors: RFC 792 has echo, timestamps and
 * information; in ICMPv6 all types below 128 are errors (RFC 4443). */
static bool is_icmp_error(const struct packet *packet)
{
	static const uint8_t errors[] = {3, 4, 5, 11, 12};
	if (packet->protocol == IPPROTO_ICMPV6)
		return packet->icmp_type < 128;
	return packet->protocol == IPPROTO_ICMP &&
	       memchr(errors, packet->icmp_type, sizeof(errors));
}

static void add_marks(const struct packet *packet, struct buf *out)
{
	if (packet->fragment_offset)
		return;
	if (packet->protocol == IPPROTO_TCP && (packet->flags & PACKET_RST))
		SENTENCE_LINE(out, " ", "", "panel-reset");
	if (is_icmp_error(packet))
		SENTENCE_LINE(out, " ", "", "panel-icmp-error");
}

void packet_words(const struct packet *packet, struct buf *out)
{
	packet_print(packet, out);
	add_marks(packet, out);
}

void packet_print_end(const char *actor, const struct address *address,
		      struct buf *out)
{
	if (actor)
		buf_puts(out, actor);
	else
		address_print_ss(address, out);
}

void packet_print_target(const struct event_packet *packet, struct buf *out)
{
	const struct address *to = &packet->packet.to;
	packet_print_end(packet->to_actor, to, out);
	if (!packet->to_actor && packet->to_host && address_may_be_many(to))
		buf_printf(out, " (host %s)", packet->to_host);
}

void packet_words_split(const struct packet *packet, struct buf *name,
			struct buf *rest)
{
	struct buf words = {0};
	packet_words(packet, &words);
	const char *text = buf_text(&words), *space = strchr(text, ' ');
	size_t len = space ? (size_t)(space - text) : words.len;
	buf_add(name, text, len);
	if (space)
		buf_puts(rest, space + 1);
	buf_done(&words);
}

/* What is said of each fate behind the packet. */
static const char *const fates[PACKET_FATE_COUNT] = {
	[PACKET_HELD] = SENTENCE_ID("packet-row-held"),
	[PACKET_DROPPED] = SENTENCE_ID("packet-row-dropped"),
};

static bool comes_from_middle(const struct packet_way *way)
{
	unsigned marks = way->packet->packet.marks;
	return way->resumed || (marks & (PACKET_INJECTED | PACKET_DUPLICATE));
}

enum { LINE = 0x2500, CROSS_GAP = 4 };

/* Draws the line from column `from` to before `to`, which may be empty. */
static void draw_line(const struct packet_way *way, struct area area, int from,
		      int to)
{
	area_fill(area, from, 0, to - from, way->style, LINE);
}

/* The part of the way in front of the words, and the rail it begins at. `x`
 * is where the words begin in the direction of the way. */
static void draw_before(const struct packet_way *way, struct area area, int x,
			int width)
{
	int last = area.width - 1;
	if (comes_from_middle(way))
		return;
	if (way->to_right)
		draw_line(way, area, 1, x - 1);
	else
		draw_line(way, area, x + width + 1, last);
	area_text(area, way->to_right ? 0 : last, 0, way->style,
		  way->to_right ? "├" : "┤");
}

/* The part behind the words. */
static void draw_behind(const struct packet_way *way, struct area area, int x,
			int width)
{
	int last = area.width - 1;
	enum packet_fate fate = way->packet->fate;
	bool dropped = fate == PACKET_DROPPED;
	if (fate == PACKET_HELD)
		return;
	const char *head = dropped ? "×" : way->to_right ? "▶" : "◀";
	int gap = dropped ? CROSS_GAP : 1;
	enum style style = dropped && way->strong ? STYLE_TROUBLE : way->style;
	if (way->to_right) {
		draw_line(way, area, x + width + 1, last - gap);
		area_text(area, last - gap, 0, style, head);
	} else {
		draw_line(way, area, gap + 1, x - 1);
		area_text(area, gap, 0, style, head);
	}
}

static int columns(const struct buf *text)
{
	return (int)text_width(buf_text(text), text->len);
}

/* Adds as many words as stand in `room` columns with `said` more behind them.
 * What is held or lost has its name in any case. */
static enum packet_said add_words(const struct packet_way *way, int room,
				  int said, struct buf *words)
{
	struct buf rest = {0};
	packet_words(&way->packet->packet, words);
	if (columns(words) + said <= room)
		return PACKET_SAID_ALL;
	buf_clear(words);
	packet_words_split(&way->packet->packet, words, &rest);
	bool has_rest = rest.len > 0;
	// Marks say more than numbers.
	const char *marks = rest.len ? strchr(buf_text(&rest), '[') : NULL;
	size_t marked = marks ? words->len + 1 + strlen(marks) : 0;
	if (marks && (int)marked + said <= room)
		buf_printf(words, " %s", marks);
	buf_done(&rest);
	if ((int)words->len + said > room &&
	    way->packet->fate == PACKET_DELIVERED) {
		buf_clear(words);
		return PACKET_SAID_NOTHING;
	}
	return has_rest ? PACKET_SAID_NAME : PACKET_SAID_ALL;
}

enum packet_said packet_row_draw(const struct packet_way *way, struct area area)
{
	enum packet_fate fate = way->packet->fate;
	struct buf words = {0};
	// At least a blank and two columns of line on each side.
	int room = area.width - 8 - (fate == PACKET_DROPPED ? CROSS_GAP : 0);
	struct buf told = {0};
	if (fates[fate])
		buf_printf(&told, ", %s", sentence_text(fates[fate]));
	int behind = columns(&told);
	enum packet_said said = add_words(way, room, behind, &words);
	bool loud = way->strong && fate != PACKET_DELIVERED;
	int name = columns(&words), width = name + behind;
	int x = (area.width - width) / 2;
	draw_before(way, area, x, width);
	draw_behind(way, area, x, width);
	if (!width)
		area_fill(area, x - 1, 0, 2, way->style, LINE);
	area_text(area, x, 0, way->style, buf_text(&words));
	area_text(area, x + name, 0, loud ? STYLE_TROUBLE : way->style,
		  buf_text(&told));
	buf_done(&told);
	buf_done(&words);
	return said;
}
