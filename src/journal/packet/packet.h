/* packet: what a packet says, from its bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"
#include "call/address.h"

/* What became of it on the wire. */
enum packet_fate {
	PACKET_DELIVERED,
	PACKET_HELD, /* still on the wire */
	PACKET_DROPPED,
	PACKET_FATE_COUNT
};

enum packet_mark { /* a mask; found by journal/packet/flow.h */
		   PACKET_RETRANSMISSION = 1,
		   PACKET_DUPLICATE_ACK = 2,
		   PACKET_OUT_OF_ORDER = 4,
		   PACKET_ZERO_WINDOW = 8,
		   PACKET_WINDOW_UPDATE = 16,
		   PACKET_KEEPALIVE = 32,
		   PACKET_WINDOW_PROBE = 64, /* asks whether it still is 0 */
		   // What the wire did to it, found by nobody:
		   PACKET_INJECTED = 128,  /* no host sent it */
		   PACKET_DUPLICATE = 256, /* a copy made on the wire */
		   PACKET_CORRUPTED = 512, /* bits of it were flipped */
};

enum packet_flag { /* TCP, as on the wire */
		   PACKET_FIN = 1,
		   PACKET_SYN = 2,
		   PACKET_RST = 4,
		   PACKET_PSH = 8,
		   PACKET_ACK = 16,
		   PACKET_URG = 32,
};

/* The fields of one IPv4 or IPv6 packet. `from` and `to` have ports where the
 * protocol has. `payload` points into the bytes that were decoded. */
struct packet {
	struct address from, to;
	int protocol;	   /* IPPROTO_* of the innermost header understood */
	uint8_t flags;	   /* enum packet_flag */
	uint32_t seq, ack; /* as on the wire */
	uint32_t window;   /* as on the wire, not scaled */
	size_t len;	   /* bytes of payload */
	const unsigned char *payload;
	uint8_t icmp_type, icmp_code;
	bool fragment; /* not the first of a fragmented datagram, or not whole
			*/
	uint16_t fragment_offset;
	/* Filled in by flow_note(): */
	uint32_t rel_seq, rel_ack; /* from 0 at the SYN of each direction */
	unsigned marks;		   /* enum packet_mark */
	/* Filled in by the wire: how often it was sent again while it was
	 * held. Those copies are no packets of their own. */
	uint32_t copies;
};

/* Decodes `bytes`, one IP packet. Returns false, with `err`, for what is not
 * IPv4 or IPv6 or is cut short; never reads outside the bytes. */
bool packet_decode(const unsigned char *bytes, size_t len,
		   struct packet *packet, struct err *err);

/* "tcp", "udp", "icmp", "icmp6", or the protocol's number. */
const char *packet_protocol_word(const struct packet *packet);
const char *packet_fate_word(enum packet_fate fate);

/* "retransmission", "duplicate ack" …: the words of one mark; NULL when `mark`
 * is none. Marks are bits from 1 up. */
const char *packet_mark_word(unsigned mark);
unsigned packet_mark_from_word(struct str word); /* 0: no such word */

/* Adds the flags in words: "SYN", "SYN-ACK", "PSH-ACK", "FIN-ACK", "ACK",
 * "none". For what is not TCP adds nothing. */
void packet_print_flags(const struct packet *packet, struct buf *out);

/* Adds one line: "SYN seq 0", "SYN-ACK seq 0 ack 1", "ACK ack 1", "PSH-ACK
 * seq 1 ack 1 len 18", "UDP 22 bytes", "ICMP port unreachable"; marks in words
 * and brackets at the end: " [retransmission]", " [+2 copies]". */
void packet_print(const struct packet *packet, struct buf *out);
