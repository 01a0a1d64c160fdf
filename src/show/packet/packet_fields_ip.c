/* packet_fields_ip: what the headers of both versions of IP have, and what
 * stands behind them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * See RFC 2474 and 3168 (the class of service).
 */
#include "base/sentence.h"
#include "show/packet/packet_walk.h"

#include <arpa/inet.h>

static const struct {
	int number;
	const char *word;
	void (*walk)(struct walk *walk);
} protocols[] = {
	{IPPROTO_ICMP, SENTENCE_ID("field-protocol-icmp"), walk_icmp},
	{IPPROTO_TCP, SENTENCE_ID("field-protocol-tcp"), walk_tcp},
	{IPPROTO_UDP, SENTENCE_ID("field-protocol-udp"), walk_udp},
	{IPPROTO_ICMPV6, SENTENCE_ID("field-protocol-icmpv6"), walk_icmp6},
	{IPPROTO_HOPOPTS, SENTENCE_ID("field-hop-by-hop-options"), NULL},
	{IPPROTO_IGMP, SENTENCE_ID("field-protocol-igmp"), NULL},
	{IPPROTO_ROUTING, SENTENCE_ID("field-routing-header"), NULL},
	{IPPROTO_FRAGMENT, SENTENCE_ID("field-fragment-header"), NULL},
	{IPPROTO_GRE, SENTENCE_ID("field-protocol-gre"), NULL},
	{IPPROTO_NONE, SENTENCE_ID("field-nothing"), NULL},
	{IPPROTO_DSTOPTS, SENTENCE_ID("field-destination-options"), NULL},
	{IPPROTO_SCTP, SENTENCE_ID("field-protocol-sctp"), NULL},
};

const char *walk_protocol(int protocol)
{
	for (size_t i = 0; i < COUNT(protocols); i++) {
		if (protocols[i].number == protocol)
			return sentence_text(protocols[i].word);
	}
	return NULL;
}

void walk_add_protocol(struct walk *walk, const char *name, size_t offset,
		       const char *meaning)
{
	int number = walk->bytes[walk->at + offset];
	const char *word = walk_protocol(number);
	const char *value = word ? walk_text(walk, "%d (%s)", number, word)
				 : walk_text(walk, "%d", number);
	walk_add(walk, name, offset, 1, value)->meaning = meaning;
}

void walk_add_address(struct walk *walk, const char *name, int family,
		      size_t offset, const char *meaning)
{
	char text[INET6_ADDRSTRLEN];
	inet_ntop(family, walk->bytes + walk->at + offset, text, sizeof(text));
	size_t len = family == AF_INET ? 4 : 16;
	walk_add(walk, name, offset, len, walk_text(walk, "%s", text))
		->meaning = meaning;
}

/* The class of service, in the low eight bits of `class`. */
void walk_add_class(struct walk *walk, size_t offset, size_t len,
		    unsigned class)
{
	static const char *const ecn[] = {
		SENTENCE_ID("field-0-not-capable"),
		SENTENCE_ID("field-1-capable"),
		SENTENCE_ID("field-2-capable"),
		SENTENCE_ID("field-3-congestion"),
	};
	static const char *const meanings[] = {
		SENTENCE_ID("field-neither-end-asked-routers"),
		SENTENCE_ID("field-a-router-may-mark"),
		SENTENCE_ID("field-a-router-may-mark"),
		SENTENCE_ID("field-a-router-marked-this"),
	};
	unsigned dscp = class >> 2 & 63;
	const char *value = dscp ? walk_text(walk, "%u", dscp)
				 : sentence_text("field-0-default");
	walk_add(walk, sentence_text("field-class-of-service-dscp"), offset,
		 len, value)
		->meaning = sentence_text("field-how-routers-that-sort");
	walk_add(walk, sentence_text("field-congestion-ecn"), offset, len,
		 sentence_text(ecn[class & 3]))
		->meaning = sentence_text(meanings[class & 3]);
}

/* A length that the IP header tells. Moves the end of the walk there; what
 * lies behind is told apart by walk_packet(). */
void walk_add_length(struct walk *walk, const char *name, size_t offset,
		     size_t end, const char *meaning)
{
	bool is_short = end > walk->end;
	const char *value =
		WORDS(walk, "field-bytes",
		      SLOT_NUMBER("bytes", walk_get16(walk, offset)));
	struct packet_field *field = walk_add(walk, name, offset, 2, value);
	field->meaning = meaning;
	if (!is_short) {
		walk->end = end;
		return;
	}
	walk->is_cut = true;
	if (walk->is_quoted)
		return;
	field->check = PACKET_FIELD_BAD;
	field->meaning = sentence_text("field-the-packet-is-shorter");
}

void walk_behind_ip(struct walk *walk)
{
	for (size_t i = 0; i < COUNT(protocols) && !walk->ip.is_later; i++) {
		if (protocols[i].number != walk->ip.protocol ||
		    !protocols[i].walk)
			continue;
		protocols[i].walk(walk);
		return;
	}
	walk_data(walk,
		  walk->ip.is_later
			  ? sentence_text("field-the-next-part-of")
			  : sentence_text("field-what-the-protocol-above"));
}
