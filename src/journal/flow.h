/* flow: what a packet means among the packets before it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/packet.h"

struct flows;

struct flows *flows_new(void);
void flows_free(struct flows *flows);

/* Fills in the relative numbers and the marks of `packet`, by the TCP packets
 * noted before it, and remembers it. A new SYN begins a flow anew. */
void flow_note(struct flows *flows, struct packet *packet);
