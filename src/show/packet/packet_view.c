/* packet_view: one packet, field by field and byte by byte.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of fields and the hex dump stand beside each other or, on a narrow
 * screen, one below the other. Both are windows that follow the chosen field;
 * its meaning stands below them.
 */
#include "show/packet/packet_view.h"

#include "base/sentence.h"
#include "show/packet/packet_fields.h"
#include "show/packet/packet_row.h"
#include "show/panel/panel.h"

#include <string.h>

enum {
	BESIDE_LEAST = 70, /* columns in which list and dump stand beside */
	WIDE_LEAST = 120,  /* and in which the dump has 16 bytes in a row */
	NAME_WIDTH = 18,
	NAME_WIDE = 26,
	MEANING_ROWS = 3,
};

struct packet_view {
	const struct seen_packet *seen;
	struct packet_field_list fields;
	size_t chosen;
};

static const struct packet_field *field_chosen(const struct packet_view *view)
{
	return &view->fields.items[view->chosen];
}

const struct seen_packet *packet_view_chosen(const struct view *view)
{
	unsigned number = view->scene->packet_cursor;
	for (size_t i = view->packet_count; i > 0; i--) {
		const struct seen_packet *seen = &view->packets[i - 1];
		if (!number || seen->packet->number == number)
			return seen;
	}
	return NULL;
}

/* --- the packet in one line ------------------------------------------------
 */

static void draw_title(const struct packet_view *view, struct area area)
{
	const struct event_packet *packet = view->seen->packet;
	struct buf text = {0};
	packet_print_end(packet->from_actor, &packet->packet.from, &text);
	buf_puts(&text, " → ");
	packet_print_target(packet, &text);
	buf_printf(&text, ", %s: ", packet_fate_word(packet->fate));
	packet_words(&packet->packet, &text);
	SENTENCE_LINE(&text, ", ", "", "panel-bytes-in-all",
		      SLOT_NUMBER("bytes", packet->len));
	area_fit(area, 0, 0, area.width, STYLE_TITLE, buf_text(&text));
	buf_done(&text);
}

/* --- fields ----------------------------------------------------------------
 */

static bool begins_header(const struct packet_view *view, size_t i)
{
	const struct packet_field *items = view->fields.items;
	return !i || strcmp(items[i].header, items[i - 1].header) != 0;
}

static void draw_field(const struct packet_view *view, size_t i,
		       struct area row)
{
	const struct packet_field *field = &view->fields.items[i];
	bool chosen = i == view->chosen;
	if (chosen)
		area_fill(row, 0, 0, row.width, STYLE_CURRENT, ' ');
	area_text(row, 0, 0, STYLE_CURRENT, chosen ? "▶" : "");
	int most = row.width >= NAME_WIDE * 2 ? NAME_WIDE : NAME_WIDTH;
	int name = row.width / 2 < most ? row.width / 2 : most;
	area_fit(row, 2, 0, name, chosen ? STYLE_CURRENT : STYLE_PLAIN,
		 field->name);
	bool bad = field->check == PACKET_FIELD_BAD;
	AUTO_FREE char *check =
		xprintf(field->check == PACKET_FIELD_PLAIN ? "%s" : " %s",
			field->check == PACKET_FIELD_PLAIN ? ""
			: bad ? sentence_text("panel-check-wrong")
			      : sentence_text("panel-check-right"));
	int room = row.width - name - 3 - (int)text_width(check, strlen(check));
	int x = name + 3;
	x += area_fit(row, x, 0, room, chosen ? STYLE_CURRENT : STYLE_CODE,
		      field->value);
	area_text(row, x, 0, bad ? STYLE_TROUBLE : STYLE_RESULT, check);
}

/* A row for each field, and one for the name of each header. */
static void draw_list(const struct packet_view *view, struct area area)
{
	int at = 0, y = 0;
	for (size_t i = 0; i <= view->chosen; i++)
		at += 1 + begins_header(view, i);
	// The chosen field stands in the middle, the first ones at the top.
	int first = at - 1 - area.height / 2;
	int rows = at;
	for (size_t i = view->chosen + 1; i < view->fields.count; i++)
		rows += 1 + begins_header(view, i);
	if (first > rows - area.height)
		first = rows - area.height;
	first = first < 0 ? 0 : first;
	for (size_t i = 0; i < view->fields.count; i++) {
		const char *header = view->fields.items[i].header;
		if (begins_header(view, i) && y++ >= first)
			area_fit(area, 0, y - 1 - first, area.width,
				 STYLE_LABEL, header);
		if (y++ >= first)
			draw_field(view, i,
				   area_cut(area, 0, y - 1 - first, area.width,
					    y - 1 - first < area.height));
	}
}

/* --- bytes -----------------------------------------------------------------
 */

static void draw_byte(const struct packet_view *view, size_t at, size_t column,
		      size_t per_row, struct area row)
{
	const struct event_packet *packet = view->seen->packet;
	const struct packet_field *field = field_chosen(view);
	bool marked = at >= field->offset && at < field->offset + field->len;
	enum style style = marked ? STYLE_CHANGED : STYLE_PLAIN;
	int x = 6 + (int)column * 3 + (per_row == 16 && column >= 8);
	area_printf(row, x, 0, style, "%02x", packet->bytes[at]);
	// The blank between two marked bytes belongs to the mark.
	if (marked && at + 1 < field->offset + field->len &&
	    column + 1 < per_row)
		area_text(row, x + 2, 0, style, " ");
	int text = 6 + (int)per_row * 3 + 2 + (int)column;
	unsigned char c = packet->bytes[at];
	char shown[] = {c >= 0x20 && c < 0x7f ? (char)c : '.', '\0'};
	if (per_row == 16)
		area_text(row, text, 0, marked ? style : STYLE_PAST, shown);
}

static void draw_dump(const struct packet_view *view, size_t per_row,
		      struct area area)
{
	const struct event_packet *packet = view->seen->packet;
	size_t rows = (packet->len + per_row - 1) / per_row;
	size_t height = area.height > 0 ? (size_t)area.height : 0;
	size_t mark = field_chosen(view)->offset / per_row, first = 0;
	if (rows > height && mark > height / 2)
		first = mark - height / 2;
	if (rows > height && first > rows - height)
		first = rows - height;
	for (size_t y = 0; y < height && first + y < rows; y++) {
		struct area row = area_cut(area, 0, (int)y, area.width, 1);
		size_t at = (first + y) * per_row;
		area_printf(row, 0, 0, STYLE_LABEL, "%04zx", at);
		for (size_t i = 0; i < per_row && at + i < packet->len; i++)
			draw_byte(view, at + i, i, per_row, row);
	}
}

/* --- meaning ---------------------------------------------------------------
 */

/* "bytes 12 to 15", counted from 0 as in the dump. */
static void print_bytes(const struct packet_field *field, struct buf *out)
{
	if (field->len == 1)
		SENTENCE(out, "panel-byte", SLOT_NUMBER("byte", field->offset));
	else if (field->len)
		SENTENCE(out, "panel-bytes-to",
			 SLOT_NUMBER("first", field->offset),
			 SLOT_NUMBER("last", field->offset + field->len - 1));
	else
		SENTENCE(out, "panel-no-byte");
}

static void draw_meaning(const struct packet_view *view, struct area area)
{
	const struct packet_field *field = field_chosen(view);
	struct buf text = {0};
	print_bytes(field, &text);
	char *where = xprintf("%s, %s:", field->name, buf_text(&text));
	area_fill(area, 0, 0, area.width, STYLE_PAST, 0x2500);
	int used = area_fit(area, 1, 0, area.width - 4, STYLE_TITLE, where);
	area_text(area, 0, 0, STYLE_PLAIN, " ");
	area_text(area, 1 + used, 0, STYLE_PLAIN, " ");
	area_words(area_cut(area, 0, 1, area.width, area.height - 1),
		   field->check == PACKET_FIELD_BAD ? STYLE_TROUBLE
						    : STYLE_PLAIN,
		   field->meaning);
	free(where);
	buf_done(&text);
}

/* --- all of it -------------------------------------------------------------
 */

static void draw_beside(const struct packet_view *view, struct area area)
{
	size_t per_row = area.width >= WIDE_LEAST ? 16 : 8;
	int dump = 6 + (int)per_row * 3 + (per_row == 16 ? 18 : 0);
	int list = area.width - dump - 2;
	draw_list(view, area_cut(area, 0, 0, list, area.height));
	draw_dump(view, per_row,
		  area_cut(area, list + 2, 0, dump, area.height));
}

static void draw_below(const struct packet_view *view, struct area area)
{
	int list = area.height > 6 ? area.height / 2 : area.height - 2;
	draw_list(view, area_cut(area, 0, 0, area.width, list));
	draw_dump(view, 8,
		  area_cut(area, 0, list, area.width, area.height - list));
}

static void draw_all(const struct packet_view *view, struct area area)
{
	int meaning = words_rows(field_chosen(view)->meaning, area.width) + 1;
	int least = area.height > 12 ? MEANING_ROWS + 1 : 0;
	meaning = meaning < least ? least : meaning;
	if (meaning > area.height / 2)
		meaning = area.height / 2;
	int middle = area.height - 1 - meaning;
	draw_title(view, area_cut(area, 0, 0, area.width, 1));
	struct area body = area_cut(area, 0, 1, area.width, middle);
	if (area.width >= BESIDE_LEAST)
		draw_beside(view, body);
	else
		draw_below(view, body);
	draw_meaning(view, area_cut(area, 0, 1 + middle, area.width, meaning));
}

int packet_view_draw(struct view *view, int chosen, struct area border,
		     struct area area)
{
	const struct seen_packet *seen = packet_view_chosen(view);
	struct packet_view packet = {.seen = seen};
	if (!seen) {
		const char *missing = view->scene->missing;
		area_words(area, STYLE_PAST,
			   missing ? missing
				   : sentence_text("panel-no-packet-was-seen"));
		return 0;
	}
	packet_fields(seen->packet, &packet.fields);
	int last = (int)packet.fields.count - 1;
	if (last >= 0) {
		chosen = chosen < 0 ? 0 : chosen > last ? last : chosen;
		packet.chosen = (size_t)chosen;
		draw_all(&packet, area);
	}
	struct buf text = {0};
	SENTENCE(&text, "panel-number-field-of",
		 SLOT_NUMBER("packet", seen->packet->number),
		 SLOT_NUMBER("field", chosen + 1),
		 SLOT_NUMBER("fields", last + 1));
	border_right(border, STYLE_LABEL, buf_text(&text));
	buf_done(&text);
	packet_fields_done(&packet.fields);
	return last > 0 ? last : 0;
}

/* Fields in one row each, with all that can be read of them. */
void packet_view_rows(struct view *view, int width, int height,
		      struct grid *all)
{
	enum { WIDTH = 400 };
	(void)width;
	(void)height;
	const struct seen_packet *seen = packet_view_chosen(view);
	struct packet_field_list fields = {0};
	if (seen)
		packet_fields(seen->packet, &fields);
	grid_init(all, WIDTH, (int)fields.count);
	for (size_t i = 0; i < fields.count; i++) {
		const struct packet_field *field = &fields.items[i];
		area_printf(area_of(all), 0, (int)i, STYLE_PLAIN, "%s %s %s",
			    field->name, field->value, field->meaning);
	}
	packet_fields_done(&fields);
}
