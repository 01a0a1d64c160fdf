/* order: what the learner tells the wire to do, as a value.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One notation serves `wire` blocks of lessons, keys, commands and the saved
 * journal. A line is one order:
 *
 *     hold FILTER…           packets that match stay on the wire from now on
 *     flow                   nothing is held any more; what was held goes on
 *     deliver WHICH          held packets go on: oldest first, or as numbered
 *     drop WHICH             held packets are lost
 *     duplicate WHICH        a copy goes on, the packet stays held
 *     delay WHICH 200ms      held packets go on after that time
 *     swap N M               two held packets change places in the order
 *     corrupt WHICH [BYTE]   one bit of the payload flips (checksum stays)
 *     cut [HOST]             every packet (of the host) is lost from now on
 *     join [HOST]            the cable is whole again
 *     loss 30% seed 7        each packet is lost with that chance; loss 0%
 *     mtu N                  the largest packet that a host can send
 *     inject FROM TO FLAGS [seq N] [ack N] ["payload"]
 *     wait 5s                time passes, until the expectations hold
 *
 *     WHICH  = all | first | last | NUMBER {, NUMBER} | FILTER…
 *     FILTER = all | tcp | udp | icmp | data | empty | from NAME | to NAME
 *              | FLAGS
 *     FLAGS  = SYN, SYN-ACK, ACK, FIN, FIN-ACK, RST, PSH-ACK, none …
 *
 * Words of a filter must all match. A NAME is an actor or a host. FLAGS match
 * a packet that has exactly these, PSH left aside: PSH among them asks for
 * data, as in lessons, and is printed so (PSH-ACK: `data ACK`). FROM and TO
 * are addresses with ports; seq and ack are relative as they are shown. A time
 * is a number with us, ms or s.
 */
#pragma once
#include "base/mem.h"
#include "base/text.h"
#include "call/address.h"

enum order_kind {
	ORDER_HOLD,
	ORDER_FLOW,
	ORDER_DELIVER,
	ORDER_DROP,
	ORDER_DUPLICATE,
	ORDER_DELAY,
	ORDER_SWAP,
	ORDER_CORRUPT,
	ORDER_CUT,
	ORDER_JOIN,
	ORDER_LOSS,
	ORDER_MTU,
	ORDER_INJECT,
	ORDER_WAIT,
	ORDER_KIND_COUNT
};

/* What a packet must be; a member that is 0 or NULL asks for nothing. */
struct packet_filter {
	int protocol; /* IPPROTO_*; ICMP stands for ICMPv6 too */
	bool data;    /* has a payload */
	bool empty;   /* has none */
	bool has_flags;
	uint8_t flags;	       /* enum packet_flag, PSH left out */
	const char *from, *to; /* an actor or a host */
};

enum order_which {
	WHICH_FILTER, /* all that match `filter`; an empty one is "all" */
	WHICH_FIRST,
	WHICH_LAST,
	WHICH_NUMBERS,
};

/* Names, numbers and payload live in the arena given to order_parse(). Only
 * the members that the kind has in its notation mean something. */
struct order {
	enum order_kind kind;
	enum order_which which;
	struct packet_filter filter;
	const unsigned *numbers;
	size_t number_count;
	uint64_t time; /* nanoseconds, of delay and wait */
	long byte;     /* of corrupt: offset in the payload, -1 for the last */
	const char *host;
	unsigned percent, seed, mtu;
	struct address from, to; /* of inject */
	uint8_t flags;
	uint32_t rel_seq, rel_ack;
	bool has_seq, has_ack; /* otherwise: the next that the peer expects */
	const unsigned char *payload;
	size_t payload_len;
};

/* One row for each kind: its word, its arguments as above, the id of
 * the sentence that is its help. */
struct order_row {
	const char *word, *arguments, *help;
};

const struct order_row *order_table(size_t *count); /* by enum order_kind */

/* Reads one order, the whole of `text`. Fails with the word that is wrong and
 * what was expected there; an unknown word names the nearest ones. */
bool order_parse(struct str text, struct arena *arena, struct order *order,
		 struct err *err);

/* Adds the notation; order_parse() reads it back to an equal order. */
void order_print(const struct order *order, struct buf *out);

struct order order_copy(const struct order *order, struct arena *arena);
