/* machine: the state machine of TCP, as sockets of Linux go through it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * That of RFC 9293, 3.3.2, with one difference: a listening socket stays what
 * it is, and the SYN that reaches it makes a new one in SYN-RECV.
 */
#pragma once
#include "journal/socket/socket.h"

#include <stddef.h>

enum {
	MACHINE_GONE = 0,  /* the socket is no more */
	MACHINE_BORN = -1, /* not there yet: a SYN made it */
};

/* What leads from one state to the next. */
enum machine_cause {
	MACHINE_CALL,	/* one of `calls`, by a process that has the socket */
	MACHINE_PACKET, /* a packet with `flags` reached it */
	MACHINE_TIMER,
};

struct machine_edge {
	int from, to;
	enum machine_cause cause;
	const char *calls[3];
	uint8_t flags;	   /* enum packet_flag; PSH does not matter */
	const char *label; /* the id of a sentence, "ACK comes" */
};

/* The edge between two states, or NULL. Resets, which lead from everywhere to
 * the end, are none. */
const struct machine_edge *machine_edge(int from, int to);

/* Writes the states that lie on every way from one state to the other into
 * `states` (room for SOCKET_STATE_COUNT), in their order. Returns how many
 * there are. */
size_t machine_between(int from, int to, int *states);
