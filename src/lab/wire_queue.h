/* wire_queue: packets that are on the wire.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/packet.h"

#include <stdint.h>

#define WIRE_NOWHERE SIZE_MAX

/* A packet that has left its sender. `from` and `to` are places in the wire's
 * array of ports; `packet` was read from `bytes`. Owned by the queue it is in,
 * otherwise by who took it out. */
struct wire_packet {
	struct wire_packet *next;
	unsigned number;
	enum packet_fate fate;
	size_t from, to; /* to: WIRE_NOWHERE for nobody's address */
	struct packet packet;
	size_t len;
	unsigned char bytes[];
};

/* First in, first out. Zero-initialise before use. */
struct wire_queue {
	struct wire_packet *first, **end;
};

/* A packet with a copy of `bytes`, or NULL when they are no IP packet. */
struct wire_packet *wire_packet_new(const unsigned char *bytes, size_t len,
				    struct err *err);
void wire_packet_free(struct wire_packet *packet);

void wire_queue_add(struct wire_queue *queue, struct wire_packet *packet);
struct wire_packet *wire_queue_take(struct wire_queue *queue); /* or NULL */

/* ETH_P_IP or ETH_P_IPV6. */
uint16_t wire_protocol(const struct wire_packet *packet);

/* Whether both are the same IP address, whatever their ports. */
bool wire_same_ip(const struct address *a, const struct address *b);
bool wire_is_loopback(const struct address *address); /* 127.0.0.0/8 or ::1 */

/* Whether a packet is the kernel's housekeeping and nobody's call: who is in a
 * multicast group, who is a router, who has which address. A host says such
 * things when its interface comes up, whatever the lesson. */
bool wire_is_noise(const struct packet *packet);
