/* wire_queue: packets that are on the wire.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/packet/packet.h"

#include <stdint.h>

#define WIRE_NOWHERE SIZE_MAX

/* A packet that has left its sender. `from` and `to` are places in the wire's
 * array of ports; `packet` was read from `bytes`. One that passes through
 * borrows its bytes from the ring; one that stays is a copy, owned by the
 * queue it is in. */
struct wire_packet {
	struct wire_packet *next, *before;
	unsigned number;
	enum packet_fate fate;
	size_t from, to; /* to: WIRE_NOWHERE for nobody's address */
	struct packet packet;
	const char *from_actor, *to_actor;
	bool named;	/* the actors are filled in */
	bool told;	/* there is an event of it */
	bool is_copy;	/* of the held packet that has the same number */
	unsigned flips; /* bits that were flipped so far */
	uint64_t due;	/* when it goes on by itself; 0: never */
	size_t len;
	unsigned char *bytes;
};

/* First in, first out, but any of them can be taken. Zero-initialise before
 * use. */
struct wire_queue {
	struct wire_packet *first, *last;
	size_t count;
};

/* A copy with bytes of its own, in no queue. */
struct wire_packet *wire_packet_keep(const struct wire_packet *packet);
void wire_packet_free(struct wire_packet *packet); /* of a copy */

void wire_queue_add(struct wire_queue *queue, struct wire_packet *packet);
void wire_queue_remove(struct wire_queue *queue, struct wire_packet *packet);
void wire_queue_swap(struct wire_queue *queue, struct wire_packet *a,
		     struct wire_packet *b);
void wire_queue_done(struct wire_queue *queue); /* frees what is in it */

/* ETH_P_IP or ETH_P_IPV6. */
uint16_t wire_protocol(const struct wire_packet *packet);

/* Whether both are the same IP address, whatever their ports. */
bool wire_same_ip(const struct address *a, const struct address *b);
bool wire_is_loopback(const struct address *address); /* 127.0.0.0/8 or ::1 */

/* Whether a packet is the kernel's housekeeping and nobody's call: who is in a
 * multicast group, who is a router, who has which address. A host says such
 * things when its interface comes up, whatever the lesson. */
bool wire_is_noise(const struct packet *packet);
