/* packet_walk: the way of packet_fields() over the bytes of a packet.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/packet/packet_walk.h"

#include "base/sentence.h"
#include "journal/packet/checksum.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

unsigned walk_get16(const struct walk *walk, size_t offset)
{
	const unsigned char *data = walk->bytes + walk->at + offset;
	return (unsigned)data[0] << 8 | data[1];
}

uint32_t walk_get32(const struct walk *walk, size_t offset)
{
	return (uint32_t)walk_get16(walk, offset) << 16 |
	       walk_get16(walk, offset + 2);
}

const char *walk_text(struct walk *walk, const char *format, ...)
{
	char text[512];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return arena_strdup(&walk->list->arena, text);
}

const char *walk_words(struct walk *walk, const char *id,
		       const struct slot *slots, size_t count)
{
	struct buf text = {0};
	sentence_add(&text, id, slots, count);
	return buf_keep(&text, &walk->list->arena);
}

void walk_enter(struct walk *walk, const char *header)
{
	walk->header = walk->is_quoted ? WORDS(walk, "field-quoted",
					       SLOT_TEXT("header", header))
				       : header;
}

struct packet_field *walk_add(struct walk *walk, const char *name,
			      size_t offset, size_t len, const char *value)
{
	struct packet_field_list *list = walk->list;
	list->items = xgrow(list->items, &list->cap, list->count + 1,
			    sizeof(*list->items));
	struct packet_field *field = &list->items[list->count++];
	*field = (struct packet_field){
		.header = walk->header,
		.name = name,
		.value = value,
		.meaning = "",
		.offset = walk->at + offset,
		.len = len,
	};
	return field;
}

void walk_number(struct walk *walk, const char *name, size_t offset, size_t len,
		 const char *meaning)
{
	uint32_t number = walk->bytes[walk->at + offset];
	if (len == 2)
		number = walk_get16(walk, offset);
	if (len == 4)
		number = walk_get32(walk, offset);
	const char *value = walk_text(walk, "%u", number);
	walk_add(walk, name, offset, len, value)->meaning = meaning;
}

void walk_hex(struct walk *walk, const char *name, size_t offset, size_t len,
	      const char *meaning)
{
	enum { HEX_MOST = 16 };
	struct buf text = {0};
	buf_puts(&text, "0x");
	for (size_t i = 0; i < len && i < HEX_MOST; i++)
		buf_printf(&text, "%02x", walk->bytes[walk->at + offset + i]);
	if (len > HEX_MOST)
		buf_puts(&text, "...");
	const char *value = walk_text(walk, "%s", buf_text(&text));
	buf_done(&text);
	walk_add(walk, name, offset, len, value)->meaning = meaning;
}

void walk_bad_option(struct walk *walk, size_t offset, size_t len)
{
	walk_hex(walk, sentence_text("field-bad-option"), offset, len,
		 sentence_text("field-the-length-of-this"));
	walk->list->items[walk->list->count - 1].check = PACKET_FIELD_BAD;
}

void walk_skip(struct walk *walk, size_t len)
{
	walk->at += len;
}

bool walk_has(struct walk *walk, size_t len)
{
	size_t left = walk->end - walk->at;
	if (left >= len)
		return true;
	const char *value =
		WORDS(walk, "field-too-few", SLOT_NUMBER("left", left),
		      SLOT_NUMBER("least", len));
	struct packet_field *field = walk_add(
		walk, sentence_text("field-cut-short"), 0, left, value);
	field->check = walk->is_quoted ? PACKET_FIELD_PLAIN : PACKET_FIELD_BAD;
	field->meaning =
		walk->is_quoted ? sentence_text("field-an-icmp-error-brings")
				: sentence_text("field-the-packet-ends-before");
	walk->at = walk->end;
	return false;
}

void walk_flags(struct walk *walk, const struct walk_flag *flags, size_t count,
		size_t offset, unsigned value)
{
	for (size_t i = 0; i < count; i++) {
		if (value & flags[i].bits)
			walk_add(walk, sentence_text(flags[i].name), offset, 1,
				 sentence_text("field-set"))
				->meaning = sentence_text(flags[i].meaning);
	}
}

/* --- checksums -------------------------------------------------------------
 */

void walk_checksum(struct walk *walk, size_t offset, unsigned right,
		   const char *covers)
{
	unsigned found = walk_get16(walk, offset);
	const char *value = walk_text(walk, "0x%04x", found);
	const char *meaning =
		found == right
			? WORDS(walk, "field-sum-right",
				SLOT_TEXT("covered", covers))
			: WORDS(walk, "field-sum-wrong",
				SLOT_TEXT("covered", covers),
				SLOT_TEXT("right",
					  walk_text(walk, "0x%04x", right)));
	struct packet_field *field = walk_add(
		walk, sentence_text("field-checksum"), offset, 2, value);
	field->check = found == right ? PACKET_FIELD_GOOD : PACKET_FIELD_BAD;
	field->meaning = meaning;
}

/* Why the bytes that are left are not all that the checksum covers, or
 * NULL. */
static const char *unverifiable(const struct walk *walk, bool is_pseudo)
{
	if (walk->ip.is_part)
		return sentence_text("field-it-covers-the-whole");
	if (walk->is_cut)
		return sentence_text("field-it-covers-the-whole-packet");
	if (is_pseudo && walk->ip.is_rerouted)
		return sentence_text("field-it-covers-the-address");
	return NULL;
}

void walk_checksum_rest(struct walk *walk, size_t offset, bool is_pseudo,
			const char *covers)
{
	const char *why = unverifiable(walk, is_pseudo);
	if (why) {
		walk_hex(walk, sentence_text("field-checksum"), offset, 2, why);
		return;
	}
	size_t len = walk->end - walk->at;
	const struct walk_ip *ip = &walk->ip;
	uint32_t sum = 0;
	if (is_pseudo) {
		sum = checksum_add(sum, ip->source, ip->address_len);
		sum = checksum_add(sum, ip->target, ip->address_len);
		sum += (uint32_t)ip->protocol + (uint32_t)len;
	}
	sum = checksum_add(sum, walk->bytes + walk->at, len);
	// The field itself counts as 0; its offset is even.
	sum -= walk_get16(walk, offset);
	unsigned right = checksum_fold(sum);
	if (!right && ip->protocol == IPPROTO_UDP)
		right = 0xffff;
	walk_checksum(walk, offset, right, covers);
}

/* --- data ------------------------------------------------------------------
 */

void walk_data(struct walk *walk, const char *meaning)
{
	enum { DATA_MOST = 64 };
	size_t len = walk->end - walk->at;
	if (!len)
		return;
	walk_enter(walk, sentence_text("field-data"));
	struct buf text = {0};
	text_quote(&text, walk->bytes + walk->at, len, DATA_MOST);
	const char *value = arena_strdup(&walk->list->arena, buf_text(&text));
	buf_done(&text);
	const char *name =
		WORDS(walk, "field-bytes", SLOT_NUMBER("bytes", len));
	walk_add(walk, name, 0, len, value)->meaning = meaning;
	walk->at = walk->end;
}
