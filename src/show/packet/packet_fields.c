/* packet_fields: a packet's bytes as a list of fields and what they mean.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A packet is a chain of headers, each naming the next; a walk goes from one
 * to the next and adds fields. An ICMP error quotes a packet, over which the
 * same walk goes once more. See RFC 791 (IPv4), 8200 (IPv6).
 */
#include "show/packet/packet_fields.h"

#include "base/sentence.h"
#include "show/packet/packet_walk.h"

/* What is neither. */
static void walk_unknown(struct walk *walk)
{
	int version = walk->bytes[walk->at] >> 4;
	walk_enter(walk, sentence_text("field-unknown"));
	struct packet_field *field =
		walk_add(walk, sentence_text("field-version"), 0, 1,
			 walk_text(walk, "%d", version));
	field->check = PACKET_FIELD_BAD;
	field->meaning = sentence_text("field-a-packet-begins-with");
	walk_data(walk, sentence_text("field-what-this-is-cannot"));
}

static void walk_packet(struct walk *walk)
{
	size_t end = walk->end;
	if (walk->at == end)
		return;
	walk->ip = (struct walk_ip){0};
	int version = walk->bytes[walk->at] >> 4;
	if (version == 4)
		walk_ipv4(walk);
	else if (version == 6)
		walk_ipv6(walk);
	else
		walk_unknown(walk);
	walk->end = end;
	walk_data(walk, sentence_text("field-bytes-behind-the-end"));
}

void packet_fields(const struct event_packet *packet,
		   struct packet_field_list *list)
{
	struct walk walk = {
		.list = list,
		.packet = packet,
		.bytes = packet->bytes,
		.end = packet->len,
		.whole = walk_packet,
	};
	walk_packet(&walk);
}

void packet_fields_done(struct packet_field_list *list)
{
	free(list->items);
	arena_done(&list->arena);
	*list = (struct packet_field_list){0};
}
