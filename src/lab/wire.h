/* wire: carries every packet of every host, loopback included.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/loop.h"
#include "journal/event.h"

struct wire;

/* The end of a host's veth pair that is ours. `host` and `addresses` are
 * borrowed as long as the wire lives. */
struct wire_port {
	const char *host;
	int fd;		      /* AF_PACKET, SOCK_DGRAM, bound to tap0 */
	int ifindex;	      /* of tap0 */
	unsigned char mac[6]; /* of wire0, the host's end */
	const struct address *addresses; /* the host's own, ports ignored */
	size_t address_count;
};

/* Called for each packet that was carried or lost, and again when its fate
 * changes: numbered, decoded and placed in its flow; actors are not filled
 * in. The event is borrowed during the call. */
typedef void wire_packet_fn(void *data, const struct event_packet *packet);

/* Begins to carry packets between the ports, in `loop`. Takes the ports'
 * descriptors, also when it fails. */
struct wire *wire_open(const struct wire_port *ports, size_t count,
		       struct loop *loop, wire_packet_fn *emit, void *data,
		       struct err *err);

/* Carries everything that can be carried now. Returns whether anything moved;
 * false twice in a row means that the hosts are silent. */
bool wire_pump(struct wire *wire);

/* What went wrong while packets were carried, one sentence, or NULL. */
const char *wire_fault(const struct wire *wire);

void wire_close(struct wire *wire); /* NULL is fine */
