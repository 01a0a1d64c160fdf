/* carrier_parts: what the two processes of a carrier say to each other.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Not for other files. carrier.c is the main process, carrier_child.c the one
 * that carries. Both are the same program, so structures go as they are.
 */
#pragma once
#include "lab/wire/carrier.h"

enum carrier_word {
	// From the main process. It asks one thing at a time, and waits for
	// CARRIER_DONE; meanwhile it may be asked for names.
	CARRIER_PUMP,
	CARRIER_ORDER, /* data: the notation */
	CARRIER_STEP,
	CARRIER_NAMED, /* data: both names, each with its NUL; "" is nobody */
	// From the process that carries.
	CARRIER_PACKET,	  /* data: the bytes */
	CARRIER_NOTE,	  /* data: text, as in all that follow */
	CARRIER_FAULT,	  /* once */
	CARRIER_ACCEPTED, /* the order that was asked is carried out now */
	CARRIER_NAME,	  /* whose is this packet? as CARRIER_PACKET */
	CARRIER_DONE,	  /* what was asked, or was not: then data says why */
};

enum { CARRIER_NOWHERE = -1, CARRIER_DATA = 68 * 1024 };

/* One message. Only `len` bytes of the data go over the link. */
struct carrier_msg {
	enum carrier_word word;
	bool failed; /* CARRIER_DONE */
	// Of a packet. Hosts are places in the array of ports.
	unsigned number;
	enum packet_fate fate;
	int from, to;
	struct packet packet; /* without a payload */
	size_t payload;	      /* where it begins in the data */
	size_t len;
	char data[CARRIER_DATA + 1]; /* with a NUL behind what was received */
};

/* Shared by both, written by the process that carries. A packet in a ring, a
 * message on the link or behind it, or `leaving` is something to wait for; when
 * there is none of them the hosts are silent, and nobody needs to be asked. */
struct carrier_page {
	_Atomic uint64_t moved; /* clock_now() when a packet was last carried */
	_Atomic uint64_t moves; /* how often some were */
	_Atomic bool leaving;	/* packets are free to go and not gone */
	_Atomic bool held;
	_Atomic bool keeping; /* messages, until there is room on the link */
};

/* Over a pair of SOCK_SEQPACKET sockets. */
enum carrier_sent { CARRIER_SENT, CARRIER_FULL, CARRIER_OVER };
enum carrier_sent carrier_send(int link, const struct carrier_msg *msg,
			       int flags);

/* False when there is none; `over` when there never will be one again. */
bool carrier_receive(int link, struct carrier_msg *msg, bool *over);

/* A text is cut where it is too long for a message. */
void carrier_say(struct carrier_msg *msg, enum carrier_word word,
		 const char *text);

/* The process that carries, from the fork on. */
struct carrier_plan {
	const struct wire_port *ports;
	size_t count;
	int link;
	pid_t parent;
	struct carrier_page *page;
};
_Noreturn void carrier_main(const struct carrier_plan *plan);
