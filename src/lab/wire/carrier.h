/* carrier: the wire in a process of its own, as the main process sees it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The process carries whatever the main process does: when that is stopped,
 * waits for a slow terminal, or gets no processor. What it did is kept and told
 * in order. The functions do what those of lab/wire/wire.h do, and wait for the
 * process where it has something to say.
 */
#pragma once
#include "lab/wire/wire.h"

#include <sys/types.h>

struct carrier;

/* What else is asked and told; all get the data of carrier_open(). */
struct carrier_hooks {
	/* A packet that was carried, held or lost, as wire_packet_fn; its
	 * actors are filled in. */
	wire_packet_fn *packet;
	/* Fills in the actors; the names live as long as the carrier. Asked
	 * before a rule needs them, and before the first event of a packet. */
	void (*name)(void *data, struct event_packet *packet);
	void (*accepted)(void *data, const struct order *order);
	void (*note)(void *data, const char *text);
	/* Packets were carried, told or not; the last one at `when`. */
	void (*moved)(void *data, uint64_t when);
	void (*died)(void *data); /* the process, by no will of ours; once */
};

/* Starts the process. Takes the ports' descriptors, also when it fails. */
struct carrier *carrier_open(const struct wire_port *ports, size_t count,
			     struct loop *loop,
			     const struct carrier_hooks *hooks, void *data,
			     struct err *err);

/* Tells all that was carried until now, and lets the process carry what lies
 * in the rings. Returns whether anything moved since the last time; false means
 * that the hosts are silent. Does nothing, and says false, within a hook. */
bool carrier_pump(struct carrier *carrier);

/* Whether packets are on the wire: held, delayed, or free to go. */
bool carrier_has_packets(const struct carrier *carrier);

bool carrier_order(struct carrier *carrier, const struct order *order,
		   struct err *err);
void carrier_step(struct carrier *carrier);
pid_t carrier_pid(const struct carrier *carrier); /* of the process */
const char *carrier_fault(const struct carrier *carrier);
void carrier_close(struct carrier *carrier); /* NULL is fine */
