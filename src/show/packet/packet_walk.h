/* packet_walk: the way of packet_fields() over the bytes of a packet.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For packet_fields*.c alone. One function for each header adds its fields and
 * moves on behind it. Offsets of fields are counted from `at`.
 */
#pragma once
#include "base/sentence.h"
#include "show/packet/packet_fields.h"

/* What the IP header says about what stands behind it. */
struct walk_ip {
	const unsigned char *source, *target; /* `address_len` bytes each */
	size_t address_len;
	int protocol;
	bool is_part;	  /* a fragment of a datagram */
	bool is_later;	  /* and not the first one */
	bool is_rerouted; /* `target` is not yet the last one */
};

struct walk {
	struct packet_field_list *list;
	const struct event_packet *packet;
	const unsigned char *bytes;
	size_t at, end; /* bytes[at..end) are not told of yet */
	const char *header;
	void (*whole)(struct walk *walk); /* goes over a whole packet */
	bool is_quoted; /* inside what an ICMP error brings back */
	bool is_cut;	/* `end` is before where the headers said */
	struct walk_ip ip;
};

unsigned walk_get16(const struct walk *walk, size_t offset);
uint32_t walk_get32(const struct walk *walk, size_t offset);

/* A text that lives as long as the list. */
const char *walk_text(struct walk *walk, const char *format, ...) PRINTF(2, 3);

/* The words `id` of assets/fields.txt, which live as long. */
#define WORDS(walk, id, ...) walk_words(walk, id, SLOTS(__VA_ARGS__))
const char *walk_words(struct walk *walk, const char *id,
		       const struct slot *slots, size_t count);

/* The header that fields are added to from now on; "quoted " comes before it
 * where the walk is inside a quotation. */
void walk_enter(struct walk *walk, const char *header);

/* Adds a field; the caller fills in the rest of it at once. */
struct packet_field *walk_add(struct walk *walk, const char *name,
			      size_t offset, size_t len, const char *value);

/* Adds a field of 1, 2 or 4 bytes in decimal, or of `len` in hexadecimal. */
void walk_number(struct walk *walk, const char *name, size_t offset, size_t len,
		 const char *meaning);
void walk_hex(struct walk *walk, const char *name, size_t offset, size_t len,
	      const char *meaning);

/* Adds what is left of a header from an option on whose length is wrong. */
void walk_bad_option(struct walk *walk, size_t offset, size_t len);

/* Whether `len` bytes are left; otherwise tells that they are not, and nothing
 * is left any more. */
bool walk_has(struct walk *walk, size_t len);

/* Moves on. */
void walk_skip(struct walk *walk, size_t len);

/* A flag of a header, by its bits, and the ids of its words. */
struct walk_flag {
	unsigned bits;
	const char *name, *meaning;
};

/* Adds a field for each flag that is set in `value`, all at one place. */
void walk_flags(struct walk *walk, const struct walk_flag *flags, size_t count,
		size_t offset, unsigned value);

/* Adds the checksum at `offset` of a header whose bytes and what they cover
 * give `right`. */
void walk_checksum(struct walk *walk, size_t offset, unsigned right,
		   const char *covers);

/* The same for one that covers all that is left and, with `is_pseudo`, the
 * addresses; says so where that cannot be verified. */
void walk_checksum_rest(struct walk *walk, size_t offset, bool is_pseudo,
			const char *covers);

/* Tells all that is left as data. */
void walk_data(struct walk *walk, const char *meaning);

/* What the headers of both versions of IP have: the number of a protocol; an
 * address; the class of service in the low eight bits of `class`; a length,
 * which moves the end of the walk to `end`. */
void walk_add_protocol(struct walk *walk, const char *name, size_t offset,
		       const char *meaning);
void walk_add_address(struct walk *walk, const char *name, int family,
		      size_t offset, const char *meaning);
void walk_add_class(struct walk *walk, size_t offset, size_t len,
		    unsigned class);
void walk_add_length(struct walk *walk, const char *name, size_t offset,
		     size_t end, const char *meaning);

/* The headers. Each takes the walk from its first byte to behind it and to
 * what it carries. */
void walk_ipv4(struct walk *walk);
void walk_ipv6(struct walk *walk);
void walk_behind_ip(struct walk *walk); /* by `ip.protocol` */
void walk_tcp(struct walk *walk);
void walk_udp(struct walk *walk);
void walk_icmp(struct walk *walk);
void walk_icmp6(struct walk *walk);

/* The words for a protocol number, such as "TCP"; NULL for none. */
const char *walk_protocol(int protocol);
