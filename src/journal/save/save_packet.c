/* save_packet: the members of a packet in a saved journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bytes` is what is read back, and the marks and copies, which come from the
 * packets before and behind it; the rest says the same for other readers.
 * Sequence numbers are relative.
 */
#include "base/sentence.h"
#include "journal/save/save_kinds.h"

static void write_address(struct store *store, const char *key,
			  const struct address *address)
{
	struct buf text = {0};
	address_print(address, &text);
	store_derived_text(store, key, buf_text(&text));
	buf_done(&text);
}

static void write_words(struct store *store, const struct packet *packet)
{
	struct buf text = {0};
	store_derived_text(store, "proto", packet_protocol_word(packet));
	packet_print_flags(packet, &text);
	store_derived_text(store, "flags", buf_text(&text));
	buf_clear(&text);
	packet_print(packet, &text);
	store_derived_text(store, "summary", buf_text(&text));
	buf_done(&text);
}

/* Gives `packet` the fields of its bytes. */
static void read_bytes(struct store *store, struct event_packet *packet)
{
	struct err why = {0};
	store_hex(store, "bytes", &packet->bytes, &packet->len);
	if (store->failed)
		return;
	if (!packet_decode(packet->bytes, packet->len, &packet->packet, &why))
		store_fail(store, "bytes", why.text);
}

static void save_marks(struct store *store, unsigned *marks)
{
	const char *words[32] = {0};
	size_t count = 0;
	for (unsigned mark = 1; packet_mark_word(mark); mark *= 2) {
		if (*marks & mark)
			words[count++] = packet_mark_word(mark);
	}
	count = store_list_begin(store, "marks", count);
	for (size_t i = 0; i < count; i++) {
		const char *word = store_is_loading(store) ? "" : words[i];
		unsigned mark = 1;
		store_item_text(store, i, &word);
		if (!store_is_loading(store))
			continue;
		mark = packet_mark_from_word(str_from(word));
		if (!mark)
			STORE_FAIL(store, "marks", "log-unknown-word",
				   SLOT_PART("word", word, 40));
		*marks |= mark;
	}
	store_list_end(store);
}

static void save_fate(struct store *store, struct event_packet *packet)
{
	static const char *words[PACKET_FATE_COUNT];
	for (unsigned i = 0; i < PACKET_FATE_COUNT; i++)
		words[i] = packet_fate_word(i);
	unsigned fate = packet->fate;
	store_word(store, "fate", words, PACKET_FATE_COUNT, &fate);
	packet->fate = fate;
}

void save_packet(struct store *store, struct event_packet *packet)
{
	struct packet *fields = &packet->packet;
	store_uint(store, "number", &packet->number);
	save_fate(store, packet);
	if (store_is_loading(store)) {
		read_bytes(store, packet);
	} else {
		write_address(store, "from", &fields->from);
		write_address(store, "to", &fields->to);
		write_words(store, fields);
	}
	if (fields->protocol == IPPROTO_TCP && !fields->fragment_offset) {
		store_uint(store, "seq", &fields->rel_seq);
		if (fields->flags & PACKET_ACK)
			store_uint(store, "ack", &fields->rel_ack);
		store_derived_number(store, "window", fields->window);
	}
	store_derived_number(store, "len", (int64_t)fields->len);
	save_marks(store, &fields->marks);
	store_uint_or_0(store, "copies", &fields->copies);
	store_text_or_null(store, "sender", &packet->from_actor);
	store_text_or_null(store, "receiver", &packet->to_actor);
	store_text_or_null(store, "from_host", &packet->from_host);
	store_text_or_null(store, "to_host", &packet->to_host);
	if (!store_is_loading(store))
		store_hex(store, "bytes", &packet->bytes, &packet->len);
}
