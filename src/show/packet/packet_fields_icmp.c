/* packet_fields_icmp: the fields of ICMP and ICMPv6.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * See RFC 792 (ICMP), 1191 (the MTU in it), 4443 (ICMPv6), 4861 (neighbours).
 */
#include "base/sentence.h"
#include "show/packet/packet_walk.h"

#include <arpa/inet.h>

/* What stands in the four bytes behind the checksum. */
enum rest {
	REST_UNUSED,
	REST_ECHO,
	REST_MTU,      /* in the low half */
	REST_MTU6,     /* in all four bytes */
	REST_POINTER,  /* in the first byte */
	REST_POINTER6, /* in all four bytes */
	REST_GATEWAY,
	REST_UNKNOWN,
};

/* What stands behind these. */
enum body { BODY_DATA, BODY_QUOTE, BODY_TARGET };

enum { ANY = -1 };

/* The first row that matches counts; ANY stands for every code. */
/* clang-format off */
static const struct message {
	int protocol, type, code;
	enum rest rest;
	enum body body;
	const char *word, *meaning;
} messages[] = {
	{IPPROTO_ICMP, 0, ANY, REST_ECHO, BODY_DATA, SENTENCE_ID("field-echo-reply"), SENTENCE_ID("field-the-answer-to-a")},
	{IPPROTO_ICMP, 3, 0, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-network-unreachable"), SENTENCE_ID("field-a-router-has-no")},
	{IPPROTO_ICMP, 3, 1, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-host-unreachable"), SENTENCE_ID("field-the-host-does-not")},
	{IPPROTO_ICMP, 3, 2, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-protocol-unreachable"), SENTENCE_ID("field-the-host-does-not-speak")},
	{IPPROTO_ICMP, 3, 3, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-port-unreachable"), SENTENCE_ID("field-no-socket-has-that")},
	{IPPROTO_ICMP, 3, 4, REST_MTU, BODY_QUOTE, SENTENCE_ID("field-fragmentation-needed"), SENTENCE_ID("field-it-is-too-large")},
	{IPPROTO_ICMP, 3, 13, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-communication-prohibited"), SENTENCE_ID("field-a-filter-refuses-it")},
	{IPPROTO_ICMP, 3, ANY, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-destination-unreachable"), SENTENCE_ID("field-it-cannot-be-delivered")},
	{IPPROTO_ICMP, 4, ANY, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-source-quench"), SENTENCE_ID("field-an-old-way-to")},
	{IPPROTO_ICMP, 5, ANY, REST_GATEWAY, BODY_QUOTE, SENTENCE_ID("field-redirect"), SENTENCE_ID("field-there-is-a-shorter")},
	{IPPROTO_ICMP, 8, ANY, REST_ECHO, BODY_DATA, SENTENCE_ID("field-echo-request"), SENTENCE_ID("field-a-ping-the-other")},
	{IPPROTO_ICMP, 11, 0, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-time-to-live-exceeded"), SENTENCE_ID("field-it-passed-through-too")},
	{IPPROTO_ICMP, 11, ANY, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-reassembly-time-exceeded"), SENTENCE_ID("field-fragments-of-it-did")},
	{IPPROTO_ICMP, 12, ANY, REST_POINTER, BODY_QUOTE, SENTENCE_ID("field-parameter-problem"), SENTENCE_ID("field-its-header-has-a")},
	{IPPROTO_ICMP, 13, ANY, REST_ECHO, BODY_DATA, SENTENCE_ID("field-timestamp-request"), SENTENCE_ID("field-asks-for-the-other")},
	{IPPROTO_ICMP, 14, ANY, REST_ECHO, BODY_DATA, SENTENCE_ID("field-timestamp-reply"), SENTENCE_ID("field-the-other-hosts-time")},
	{IPPROTO_ICMPV6, 1, 0, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-no-route-to-destination"), SENTENCE_ID("field-a-router-has-no-way")},
	{IPPROTO_ICMPV6, 1, 1, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-communication-prohibited"), SENTENCE_ID("field-a-filter-refuses-it")},
	{IPPROTO_ICMPV6, 1, 3, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-address-unreachable"), SENTENCE_ID("field-the-host-does-not")},
	{IPPROTO_ICMPV6, 1, 4, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-port-unreachable"), SENTENCE_ID("field-no-socket-has-that")},
	{IPPROTO_ICMPV6, 1, ANY, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-destination-unreachable"), SENTENCE_ID("field-it-cannot-be-delivered")},
	{IPPROTO_ICMPV6, 2, ANY, REST_MTU6, BODY_QUOTE, SENTENCE_ID("field-packet-too-big"), SENTENCE_ID("field-it-is-too-large-for")},
	{IPPROTO_ICMPV6, 3, 0, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-hop-limit-exceeded"), SENTENCE_ID("field-it-passed-through-too")},
	{IPPROTO_ICMPV6, 3, ANY, REST_UNUSED, BODY_QUOTE, SENTENCE_ID("field-reassembly-time-exceeded"), SENTENCE_ID("field-fragments-of-it-did")},
	{IPPROTO_ICMPV6, 4, ANY, REST_POINTER6, BODY_QUOTE, SENTENCE_ID("field-parameter-problem"), SENTENCE_ID("field-its-header-has-a")},
	{IPPROTO_ICMPV6, 128, ANY, REST_ECHO, BODY_DATA, SENTENCE_ID("field-echo-request"), SENTENCE_ID("field-a-ping-the-other")},
	{IPPROTO_ICMPV6, 129, ANY, REST_ECHO, BODY_DATA, SENTENCE_ID("field-echo-reply"), SENTENCE_ID("field-the-answer-to-a")},
	{IPPROTO_ICMPV6, 133, ANY, REST_UNUSED, BODY_DATA, SENTENCE_ID("field-router-solicitation"), SENTENCE_ID("field-a-host-asks-who")},
	{IPPROTO_ICMPV6, 134, ANY, REST_UNKNOWN, BODY_DATA, SENTENCE_ID("field-router-advertisement"), SENTENCE_ID("field-a-router-says-that")},
	{IPPROTO_ICMPV6, 135, ANY, REST_UNUSED, BODY_TARGET, SENTENCE_ID("field-neighbour-solicitation"), SENTENCE_ID("field-a-host-asks-who-has")},
	{IPPROTO_ICMPV6, 136, ANY, REST_UNKNOWN, BODY_TARGET, SENTENCE_ID("field-neighbour-advertisement"), SENTENCE_ID("field-a-host-says-that")},
	{IPPROTO_ICMPV6, 143, ANY, REST_UNKNOWN, BODY_DATA, SENTENCE_ID("field-multicast-listener-report"), SENTENCE_ID("field-a-host-says-which")},
};
static const struct message unknown = {
	0, ANY, ANY, REST_UNKNOWN, BODY_DATA, SENTENCE_ID("field-unknown"), SENTENCE_ID("field-a-message-that-has"),
};
/* clang-format on */

static const struct message *find(int protocol, int type, int code)
{
	for (size_t i = 0; i < COUNT(messages); i++) {
		const struct message *message = &messages[i];
		if (message->protocol == protocol && message->type == type &&
		    (message->code == ANY || message->code == code))
			return message;
	}
	return &unknown;
}

static void add_gateway(struct walk *walk)
{
	char text[INET_ADDRSTRLEN];
	inet_ntop(AF_INET, walk->bytes + walk->at + 4, text, sizeof(text));
	walk_add(walk, sentence_text("field-gateway"), 4, 4,
		 walk_text(walk, "%s", text))
		->meaning = sentence_text("field-the-router-to-use");
}

static void add_echo(struct walk *walk)
{
	walk_number(walk, sentence_text("field-identifier"), 4, 2,
		    sentence_text("field-it-tells-the-pings"));
	walk_number(walk, sentence_text("field-sequence-number"), 6, 2,
		    sentence_text("field-it-counts-the-pings"));
}

static void add_rest(struct walk *walk, enum rest rest)
{
	const char *mtu = sentence_text("field-the-largest-packet-that");
	const char *pointer = sentence_text("field-where-in-the-packet");
	const char *unused = sentence_text("field-it-means-nothing-and");
	switch (rest) {
	case REST_ECHO:
		add_echo(walk);
		break;
	case REST_MTU:
		walk_hex(walk, sentence_text("field-unused"), 4, 2, unused);
		walk_number(walk, sentence_text("field-next-mtu"), 6, 2, mtu);
		break;
	case REST_MTU6:
		walk_number(walk, sentence_text("field-next-mtu"), 4, 4, mtu);
		break;
	case REST_POINTER:
		walk_number(walk, sentence_text("field-pointer"), 4, 1,
			    pointer);
		walk_hex(walk, sentence_text("field-unused"), 5, 3, unused);
		break;
	case REST_POINTER6:
		walk_number(walk, sentence_text("field-pointer"), 4, 4,
			    pointer);
		break;
	case REST_GATEWAY:
		add_gateway(walk);
		break;
	case REST_UNUSED:
		walk_hex(walk, sentence_text("field-unused"), 4, 4, unused);
		break;
	case REST_UNKNOWN:
		walk_hex(walk, sentence_text("field-rest-of-header"), 4, 4,
			 sentence_text("field-what-it-means-depends"));
		break;
	}
}

/* No error is sent about an error, so a quotation has none inside. */
static void walk_quote(struct walk *walk)
{
	if (walk->is_quoted) {
		walk_data(walk,
			  sentence_text("field-the-beginning-of-another"));
		return;
	}
	walk->is_quoted = true;
	walk->whole(walk);
	walk->is_quoted = false;
}

static void walk_target(struct walk *walk)
{
	if (!walk_has(walk, 16))
		return;
	char text[INET6_ADDRSTRLEN];
	inet_ntop(AF_INET6, walk->bytes + walk->at, text, sizeof(text));
	walk_add(walk, sentence_text("field-target"), 0, 16,
		 walk_text(walk, "%s", text))
		->meaning = sentence_text("field-the-address-that-it");
	walk_skip(walk, 16);
	walk_data(walk, sentence_text("field-options-such-as-the"));
}

static void walk_message(struct walk *walk, const char *header, bool is_pseudo)
{
	walk_enter(walk, header);
	if (!walk_has(walk, 8))
		return;
	int type = walk->bytes[walk->at], code = walk->bytes[walk->at + 1];
	const struct message *message = find(walk->ip.protocol, type, code);
	walk_add(walk, sentence_text("field-type"), 0, 1,
		 walk_text(walk, "%d (%s)", type, sentence_text(message->word)))
		->meaning = sentence_text(message->meaning);
	walk_number(walk, sentence_text("field-code"), 1, 1,
		    sentence_text("field-a-finer-division-of"));
	walk_checksum_rest(
		walk, 2, is_pseudo,
		is_pseudo ? sentence_text("field-addresses-header-and-data")
			  : sentence_text("field-header-and-data"));
	add_rest(walk, message->rest);
	walk_skip(walk, 8);
	if (message->body == BODY_QUOTE)
		walk_quote(walk);
	else if (message->body == BODY_TARGET)
		walk_target(walk);
	else
		walk_data(walk,
			  sentence_text("field-what-the-message-carries"));
}

void walk_icmp(struct walk *walk)
{
	walk_message(walk, "ICMP", false);
}

void walk_icmp6(struct walk *walk)
{
	walk_message(walk, "ICMPv6", true);
}
