/* wire: carries every packet of every host, loopback included.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/loop.h"
#include "journal/event.h"
#include "journal/order/order.h"

struct wire;

/* Then the oldest is dropped for each that comes. */
enum { WIRE_HELD_MOST = 10000 };

/* The end of a host's veth pair that is ours. `host`, `addresses` and
 * `prefixes` are borrowed as long as the wire lives. */
struct wire_port {
	const char *host;
	int fd;		      /* AF_PACKET, SOCK_DGRAM, bound to tap0 */
	int ifindex;	      /* of tap0 */
	unsigned char mac[6]; /* of wire0, the host's end */
	const struct address *addresses; /* the host's own, ports ignored */
	const unsigned char *prefixes;	 /* of as many networks */
	size_t address_count;
};

/* Called for each packet that was carried, held or lost, and again when its
 * fate or its bytes change: numbered, decoded and placed in its flow. The
 * event is borrowed during the call. */
typedef void wire_packet_fn(void *data, const struct event_packet *packet);

/* What else the wire asks and tells; each may be NULL. All get the data of
 * wire_open(). */
struct wire_hooks {
	/* Fills in the actors; the names live as long as the wire. Called once
	 * for a packet, when a rule or an order asks for them: an event without
	 * them can still be named by who hears it. */
	void (*name)(void *data, struct event_packet *packet);
	/* An order is possible and is carried out now. */
	void (*accepted)(void *data, const struct order *order);
	void (*note)(void *data, const char *text);
	/* Packets were carried, told or not, and lie in the ring still. */
	void (*moved)(void *data);
};

/* Begins to carry packets between the ports, in `loop`. Takes the ports'
 * descriptors, also when it fails. */
struct wire *wire_open(const struct wire_port *ports, size_t count,
		       struct loop *loop, wire_packet_fn *emit, void *data,
		       struct err *err);
void wire_hook(struct wire *wire, const struct wire_hooks *hooks);

/* Carries everything that can be carried now, for a few milliseconds at most:
 * the loop calls again. Returns whether anything moved; false means that the
 * hosts are silent. A packet that is held or delayed does not move. */
bool wire_pump(struct wire *wire);

/* Carries out an order, all but `wait`. Its names are those of actors and
 * hosts that exist. Fails, and does nothing, when there is no such packet,
 * host or flow. */
bool wire_order(struct wire *wire, const struct order *order, struct err *err);

/* A step begins or is over. Within one, a flood is told only in part: the
 * first thousands of packets, and more of those with SYN, FIN or RST. What is
 * held and was not told is told now, and a note says how many more went by. */
void wire_step(struct wire *wire);

/* What went wrong while packets were carried, one sentence, or NULL. */
const char *wire_fault(const struct wire *wire);

void wire_close(struct wire *wire); /* NULL is fine */
