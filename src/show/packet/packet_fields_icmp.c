/* packet_fields_icmp: the fields of ICMP and ICMPv6.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * See RFC 792 (ICMP), 1191 (the MTU in it), 4443 (ICMPv6), 4861 (neighbours).
 */
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
	{IPPROTO_ICMP, 0, ANY, REST_ECHO, BODY_DATA, "echo reply", "The answer to a ping."},
	{IPPROTO_ICMP, 3, 0, REST_UNUSED, BODY_QUOTE, "network unreachable", "A router has no way to the network it is in."},
	{IPPROTO_ICMP, 3, 1, REST_UNUSED, BODY_QUOTE, "host unreachable", "The host does not answer on its own network."},
	{IPPROTO_ICMP, 3, 2, REST_UNUSED, BODY_QUOTE, "protocol unreachable", "The host does not speak that protocol."},
	{IPPROTO_ICMP, 3, 3, REST_UNUSED, BODY_QUOTE, "port unreachable", "No socket has that port."},
	{IPPROTO_ICMP, 3, 4, REST_MTU, BODY_QUOTE, "fragmentation needed", "It is too large for the next link and must not be fragmented."},
	{IPPROTO_ICMP, 3, 13, REST_UNUSED, BODY_QUOTE, "communication prohibited", "A filter refuses it."},
	{IPPROTO_ICMP, 3, ANY, REST_UNUSED, BODY_QUOTE, "destination unreachable", "It cannot be delivered."},
	{IPPROTO_ICMP, 4, ANY, REST_UNUSED, BODY_QUOTE, "source quench", "An old way to ask for less; nobody sends it any more."},
	{IPPROTO_ICMP, 5, ANY, REST_GATEWAY, BODY_QUOTE, "redirect", "There is a shorter way, by another router."},
	{IPPROTO_ICMP, 8, ANY, REST_ECHO, BODY_DATA, "echo request", "A ping: the other host sends all of it back."},
	{IPPROTO_ICMP, 11, 0, REST_UNUSED, BODY_QUOTE, "time to live exceeded", "It passed through too many routers."},
	{IPPROTO_ICMP, 11, ANY, REST_UNUSED, BODY_QUOTE, "reassembly time exceeded", "Fragments of it did not come in time."},
	{IPPROTO_ICMP, 12, ANY, REST_POINTER, BODY_QUOTE, "parameter problem", "Its header has a wrong value."},
	{IPPROTO_ICMP, 13, ANY, REST_ECHO, BODY_DATA, "timestamp request", "Asks for the other host's time of day."},
	{IPPROTO_ICMP, 14, ANY, REST_ECHO, BODY_DATA, "timestamp reply", "The other host's time of day."},
	{IPPROTO_ICMPV6, 1, 0, REST_UNUSED, BODY_QUOTE, "no route to destination", "A router has no way to it."},
	{IPPROTO_ICMPV6, 1, 1, REST_UNUSED, BODY_QUOTE, "communication prohibited", "A filter refuses it."},
	{IPPROTO_ICMPV6, 1, 3, REST_UNUSED, BODY_QUOTE, "address unreachable", "The host does not answer on its own network."},
	{IPPROTO_ICMPV6, 1, 4, REST_UNUSED, BODY_QUOTE, "port unreachable", "No socket has that port."},
	{IPPROTO_ICMPV6, 1, ANY, REST_UNUSED, BODY_QUOTE, "destination unreachable", "It cannot be delivered."},
	{IPPROTO_ICMPV6, 2, ANY, REST_MTU6, BODY_QUOTE, "packet too big", "It is too large for the next link."},
	{IPPROTO_ICMPV6, 3, 0, REST_UNUSED, BODY_QUOTE, "hop limit exceeded", "It passed through too many routers."},
	{IPPROTO_ICMPV6, 3, ANY, REST_UNUSED, BODY_QUOTE, "reassembly time exceeded", "Fragments of it did not come in time."},
	{IPPROTO_ICMPV6, 4, ANY, REST_POINTER6, BODY_QUOTE, "parameter problem", "Its header has a wrong value."},
	{IPPROTO_ICMPV6, 128, ANY, REST_ECHO, BODY_DATA, "echo request", "A ping: the other host sends all of it back."},
	{IPPROTO_ICMPV6, 129, ANY, REST_ECHO, BODY_DATA, "echo reply", "The answer to a ping."},
	{IPPROTO_ICMPV6, 133, ANY, REST_UNUSED, BODY_DATA, "router solicitation", "A host asks who is a router here."},
	{IPPROTO_ICMPV6, 134, ANY, REST_UNKNOWN, BODY_DATA, "router advertisement", "A router says that it is one."},
	{IPPROTO_ICMPV6, 135, ANY, REST_UNUSED, BODY_TARGET, "neighbour solicitation", "A host asks who has an address."},
	{IPPROTO_ICMPV6, 136, ANY, REST_UNKNOWN, BODY_TARGET, "neighbour advertisement", "A host says that it has an address."},
	{IPPROTO_ICMPV6, 143, ANY, REST_UNKNOWN, BODY_DATA, "multicast listener report", "A host says which groups it is in."},
};
static const struct message unknown = {
	0, ANY, ANY, REST_UNKNOWN, BODY_DATA, "unknown", "A message that has no words here.",
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
	walk_add(walk, "gateway", 4, 4, walk_text(walk, "%s", text))->meaning =
		"The router to use instead.";
}

static void add_echo(struct walk *walk)
{
	walk_number(walk, "identifier", 4, 2,
		    "It tells the pings of one program from others.");
	walk_number(walk, "sequence number", 6, 2,
		    "It counts the pings of one program.");
}

static void add_rest(struct walk *walk, enum rest rest)
{
	static const char mtu[] = "The largest packet that the next link takes";
	static const char pointer[] = "Where in the packet the wrong value is.";
	static const char unused[] = "It means nothing and is 0.";
	switch (rest) {
	case REST_ECHO:
		add_echo(walk);
		break;
	case REST_MTU:
		walk_hex(walk, "unused", 4, 2, unused);
		walk_number(walk, "next MTU", 6, 2,
			    walk_text(walk, "%s.", mtu));
		break;
	case REST_MTU6:
		walk_number(walk, "next MTU", 4, 4,
			    walk_text(walk, "%s.", mtu));
		break;
	case REST_POINTER:
		walk_number(walk, "pointer", 4, 1, pointer);
		walk_hex(walk, "unused", 5, 3, unused);
		break;
	case REST_POINTER6:
		walk_number(walk, "pointer", 4, 4, pointer);
		break;
	case REST_GATEWAY:
		add_gateway(walk);
		break;
	case REST_UNUSED:
		walk_hex(walk, "unused", 4, 4, unused);
		break;
	case REST_UNKNOWN:
		walk_hex(walk, "rest of header", 4, 4,
			 "What it means depends on the type.");
		break;
	}
}

/* No error is sent about an error, so a quotation has none inside. */
static void walk_quote(struct walk *walk)
{
	if (walk->is_quoted) {
		walk_data(walk, "The beginning of another packet.");
		return;
	}
	walk->is_quoted = true;
	walk_packet(walk);
	walk->is_quoted = false;
}

static void walk_target(struct walk *walk)
{
	if (!walk_has(walk, 16))
		return;
	char text[INET6_ADDRSTRLEN];
	inet_ntop(AF_INET6, walk->bytes + walk->at, text, sizeof(text));
	walk_add(walk, "target", 0, 16, walk_text(walk, "%s", text))->meaning =
		"The address that it is about.";
	walk_skip(walk, 16);
	walk_data(walk, "Options, such as the address of the link.");
}

static void walk_message(struct walk *walk, const char *header, bool is_pseudo)
{
	walk_enter(walk, header);
	if (!walk_has(walk, 8))
		return;
	int type = walk->bytes[walk->at], code = walk->bytes[walk->at + 1];
	const struct message *message = find(walk->ip.protocol, type, code);
	walk_add(walk, "type", 0, 1,
		 walk_text(walk, "%d (%s)", type, message->word))
		->meaning = message->meaning;
	walk_number(walk, "code", 1, 1, "A finer division of the type.");
	walk_checksum_rest(walk, 2, is_pseudo,
			   is_pseudo ? "addresses, header and data"
				     : "header and data");
	add_rest(walk, message->rest);
	walk_skip(walk, 8);
	if (message->body == BODY_QUOTE)
		walk_quote(walk);
	else if (message->body == BODY_TARGET)
		walk_target(walk);
	else
		walk_data(walk, "What the message carries.");
}

void walk_icmp(struct walk *walk)
{
	walk_message(walk, "ICMP", false);
}

void walk_icmp6(struct walk *walk)
{
	walk_message(walk, "ICMPv6", true);
}
