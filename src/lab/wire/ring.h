/* ring: memory shared with the kernel in which a packet socket's packets lie.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

/* Owns the mapping, not the descriptor. Zero-initialise before use. */
struct ring {
	int fd;
	unsigned char *memory;
	size_t size;
	size_t frame_size, frames;
	size_t per_block, block_size;
	size_t next; /* frame that is looked at next */
};

/* One packet in the ring. The bytes are valid until ring_advance(). */
struct ring_frame {
	const unsigned char *bytes;
	size_t len;	   /* of the bytes that are there */
	size_t whole_len;  /* of the packet */
	uint16_t protocol; /* ETH_P_* */
	bool outgoing;	   /* sent by this end: not for us */
	bool lost;	   /* the ring was full since the last packet */
};

/* Makes the ring of packet socket `fd`, bound to interface `ifindex`, with
 * frames that hold its largest packet. Packets received before are thrown
 * away. */
bool ring_open(struct ring *ring, int fd, int ifindex, struct err *err);
void ring_close(struct ring *ring);

/* The oldest packet but `ahead`, which is less than `frames`; those before it
 * are there. Returns false when there is none. */
bool ring_peek(const struct ring *ring, size_t ahead, struct ring_frame *frame);

/* Gives the oldest packet's place back to the kernel. */
void ring_advance(struct ring *ring);
