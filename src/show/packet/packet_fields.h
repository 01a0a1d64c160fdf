/* packet_fields: a packet's bytes as a list of fields and what they mean.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/mem.h"
#include "journal/event.h"

enum packet_field_check {
	PACKET_FIELD_PLAIN,
	PACKET_FIELD_GOOD, /* a checksum, or a length, that is right */
	PACKET_FIELD_BAD,  /* one that is wrong; `meaning` has the right one */
};

/* One field. Fields stand in the order of their bytes, and every byte of the
 * packet belongs to at least one of them; several share a byte whose bits they
 * divide, and a row of flags is followed by one field for each flag that is
 * set. `header` is the same pointer for all fields of one header: "IPv4",
 * "IPv6", "fragment header", "TCP", "TCP options", "UDP", "ICMP", "ICMPv6",
 * "quoted IPv4" … (what an ICMP error brings back), "data". Nothing is NULL;
 * `meaning` is one sentence. */
struct packet_field {
	const char *header, *name, *value, *meaning;
	size_t offset, len; /* bytes of the packet */
	enum packet_field_check check;
};

/* Owns its array and, in `arena`, all its texts. Zero-initialise before use. */
struct packet_field_list {
	struct arena arena;
	struct packet_field *items;
	size_t count, cap;
};

/* Adds the fields of `packet`, read from its bytes; relative numbers come from
 * its flow. Never reads outside the bytes: what is cut short or malformed is
 * a field that says so. Both ends and any bytes will do. */
void packet_fields(const struct event_packet *packet,
		   struct packet_field_list *list);
void packet_fields_done(struct packet_field_list *list);
