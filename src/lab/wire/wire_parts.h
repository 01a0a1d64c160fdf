/* wire_parts: what the files behind wire.h share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Not for other files. wire.c carries; wire_route.c
 * knows to whom; wire_copy.c knows what is sent again;
 * wire_tell.c turns packets into events; wire_rules.c decides; wire_held.c
 * keeps what is held, wire_inject.c writes a segment, and wire_order.c is what
 * the learner can tell all of them.
 */
#pragma once
#include "journal/packet/flow.h"
#include "lab/wire/ring.h"
#include "lab/wire/wire.h"
#include "lab/wire/wire_queue.h"
#include "lab/wire/wire_rules.h"

enum {
	WIRE_BATCH = 64,  /* packets that one system call hands over */
	WIRE_MTU = 1500,  /* of wire0, as it is made */
	TELL_MOST = 4096, /* events of a step, and as many of SYN, FIN, RST */
};

/* A port and what is ours of it. Traffic of a host with itself is its own set
 * of flows: two hosts may both use 127.0.0.1:12345. */
struct wire_end {
	struct wire_port port;
	struct ring ring;
	struct flows *flows;
	bool cut;
};

/* What of this step was told; see wire_tell.c. */
struct wire_tale {
	unsigned told, told_flags;
	uint64_t untold, untold_bytes;
	uint64_t lost; /* of the untold: did not arrive */
	bool overflow; /* the note about dropped packets was written */
};

struct wire {
	struct loop *loop;
	wire_packet_fn *emit;
	void *data;
	struct wire_hooks hooks;
	struct wire_end *ends;
	size_t count;
	struct flows *between; /* flows between two hosts */
	struct wire_rules rules;
	struct wire_queue held;	   /* oldest first */
	struct wire_queue leaving; /* free to go, not delivered yet */
	struct loop_timer timer;   /* when something is due or leaving */
	struct wire_tale tale;
	unsigned last_number;
	size_t mtu;
	bool faulty;
	struct err fault; /* the first one */
	struct wire_packet batch[WIRE_BATCH];
};

/* wire_route.c: the port of the host that has an address, and the one behind
 * which `to` is for the host of port `from`; WIRE_NOWHERE for nobody's. */
size_t wire_owner(const struct wire *wire, const struct address *address);
size_t wire_route(const struct wire *wire, size_t from,
		  const struct address *to);

/* Whether the host of a port has an address of that family of its own. */
bool wire_has_family(const struct wire *wire, size_t port,
		     const struct address *address);

/* Whether what port `from` sends to `to` goes to every other host: a multicast
 * group, 255.255.255.255 or the last address of a network of its host. */
bool wire_is_for_all(const struct wire *wire, size_t from,
		     const struct address *to);

/* Those of the packets that go from one port to another. */
struct flows *wire_flows(const struct wire *wire, size_t from, size_t to);

/* wire_send.c: hands packets for one port to the kernel; one that it refuses is
 * lost, and the others still go. The first fault is the one that is told. */
void wire_send(struct wire *wire, struct wire_packet **batch, size_t count);
void wire_note_fault(struct wire *wire, const struct err *fault);

/* The held packet of which `copy`, the last of the batch, is a copy, or NULL.
 * It may be of the same batch. Borrowed, until the wire changes. */
const struct wire_packet *wire_original(const struct wire *wire,
					const struct wire_packet *copy);

/* wire_tell.c */
struct event_packet wire_event(const struct wire *wire,
			       const struct wire_packet *packet);
void wire_name(struct wire *wire, struct wire_packet *packet);
void wire_tell(struct wire *wire, struct wire_packet *packet);
void wire_note(struct wire *wire, const char *text);

/* wire_held.c */
void wire_leave(struct wire *wire, struct wire_packet *packet); /* takes it */
void wire_set_timer(struct wire *wire);
void wire_hold(struct wire *wire, const struct wire_packet *packet);
void wire_release_due(struct wire *wire);
uint64_t wire_next_due(const struct wire *wire); /* 0: nothing is delayed */

/* What each order does: checks, tells that it is accepted, and acts. */
typedef bool wire_order_fn(struct wire *wire, const struct order *order,
			   struct err *err);
wire_order_fn held_deliver, held_drop, held_duplicate, held_delay, held_swap,
	held_corrupt, held_flow, wire_inject;
void wire_accept(struct wire *wire, const struct order *order);
