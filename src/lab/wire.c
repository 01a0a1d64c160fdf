/* wire: carries every packet of every host, loopback included.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a host's packets come to leave by wire0 is told in host.c; this is the
 * other end. A packet goes through three hands:
 *
 *     take     from the ring of the port that its host sends on, into a queue
 *     decide   what becomes of it: to which port, or that it is lost
 *     carry    to that port, where the host receives it on wire0
 *
 * The queue is the wire: a packet in it has left its sender and has not
 * reached anybody. Today every packet is decided about in the round in which
 * it came and leaves in that order. Whatever holds, drops, delays or reorders
 * packets is a matter of `decide` and of the order of the queue; nothing else
 * needs to know.
 *
 * What the kernel does: sendto(2) on tap0 runs the receiving host's network
 * stack before it returns, so an answer usually lies in the ring by then, and
 * a whole handshake is carried by one wire_pump(). Our own packets do not come
 * back to us, for the kernel shows a packet to no socket that sent it; those
 * of type PACKET_OUTGOING would be the kernel's own on tap0.
 */
#include "lab/wire.h"

#include "base/mem.h"
#include "journal/flow.h"
#include "lab/ring.h"
#include "lab/wire_queue.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <string.h>
#include <sys/epoll.h>

enum {
	BATCH = 64,  /* packets that one system call hands over */
	ROUNDS = 64, /* then the rest of the program gets its turn */
};

/* A port and what is ours of it. Traffic of a host with itself is its own set
 * of flows: two hosts may both use 127.0.0.1:12345. */
struct end {
	struct wire_port port;
	struct ring ring;
	struct flows *flows;
};

struct wire {
	struct loop *loop;
	wire_packet_fn *emit;
	void *data;
	struct end *ends;
	size_t count;
	struct flows *between; /* flows between two hosts */
	struct wire_queue queue;
	unsigned last_number;
	bool faulty;
	struct err fault; /* the first one */
};

static void wire_note_fault(struct wire *wire, const char *what,
			    const struct end *end, const char *why)
{
	if (wire->faulty)
		return;
	wire->faulty = true;
	err_set(&wire->fault, "%s of host %s: %s", what, end->port.host, why);
}

static void wire_emit(struct wire *wire, const struct wire_packet *packet)
{
	struct event_packet event = {
		.number = packet->number,
		.fate = packet->fate,
		.from_host = wire->ends[packet->from].port.host,
		.to_host = packet->to == WIRE_NOWHERE
				   ? NULL
				   : wire->ends[packet->to].port.host,
		.packet = packet->packet,
		.bytes = packet->bytes,
		.len = packet->len,
	};
	wire->emit(wire->data, &event);
}

/* --- take ---------------------------------------------------------------- */

static bool owns(const struct wire_port *port, const struct address *address)
{
	for (size_t i = 0; i < port->address_count; i++)
		if (wire_same_ip(&port->addresses[i], address))
			return true;
	return false;
}

/* The port behind which `to` is: a host always reaches itself first. */
static size_t wire_route(const struct wire *wire, size_t from,
			 const struct address *to)
{
	if (wire_is_loopback(to) || owns(&wire->ends[from].port, to))
		return from;
	for (size_t i = 0; i < wire->count; i++)
		if (i != from && owns(&wire->ends[i].port, to))
			return i;
	return WIRE_NOWHERE;
}

/* Puts a frame of port `from` onto the wire. Returns whether it is a packet
 * of the lab. */
static bool wire_take(struct wire *wire, size_t from,
		      const struct ring_frame *frame)
{
	struct end *end = &wire->ends[from];
	if (frame->outgoing ||
	    (frame->protocol != ETH_P_IP && frame->protocol != ETH_P_IPV6))
		return false;
	if (frame->lost)
		wire_note_fault(wire, "some packets", end,
				"they came faster than they could be carried");
	if (frame->len < frame->whole_len) {
		wire_note_fault(wire, "a packet", end,
				"it is larger than the MTU of tap0");
		return false;
	}
	struct err err;
	struct wire_packet *packet =
		wire_packet_new(frame->bytes, frame->len, &err);
	if (!packet) {
		wire_note_fault(wire, "a packet", end, err.text);
		return false;
	}
	if (wire_is_noise(&packet->packet)) {
		wire_packet_free(packet);
		return false;
	}
	packet->number = ++wire->last_number;
	packet->from = from;
	packet->to = wire_route(wire, from, &packet->packet.to);
	flow_note(packet->to == from ? end->flows : wire->between,
		  &packet->packet);
	wire_queue_add(&wire->queue, packet);
	return true;
}

static bool wire_take_all(struct wire *wire)
{
	bool moved = false;
	for (size_t i = 0; i < wire->count; i++) {
		struct ring *ring = &wire->ends[i].ring;
		struct ring_frame frame;
		// At most one ring's worth: the other ports wait.
		for (size_t n = 0; n < ring->frames && ring_peek(ring, &frame);
		     n++) {
			moved |= wire_take(wire, i, &frame);
			ring_advance(ring);
		}
	}
	return moved;
}

/* --- decide and carry ---------------------------------------------------- */

/* What becomes of a packet that is on the wire now. */
static enum packet_fate wire_decide(const struct wire_packet *packet)
{
	return packet->to == WIRE_NOWHERE ? PACKET_DROPPED : PACKET_DELIVERED;
}

/* Hands packets for one port to the kernel. One that it refuses is lost, and
 * the others still go. */
static void wire_send(struct wire *wire, struct wire_packet **batch,
		      size_t count)
{
	const struct end *end = &wire->ends[batch[0]->to];
	struct mmsghdr messages[BATCH];
	struct iovec bytes[BATCH];
	struct sockaddr_ll to[BATCH];
	for (size_t i = 0; i < count; i++) {
		bytes[i] = (struct iovec){batch[i]->bytes, batch[i]->len};
		to[i] = (struct sockaddr_ll){
			.sll_family = AF_PACKET,
			.sll_protocol = htons(wire_protocol(batch[i])),
			.sll_ifindex = end->port.ifindex,
			.sll_halen = sizeof(end->port.mac),
		};
		memcpy(to[i].sll_addr, end->port.mac, sizeof(end->port.mac));
		messages[i] = (struct mmsghdr){
			.msg_hdr = {.msg_name = &to[i],
				    .msg_namelen = sizeof(to[i]),
				    .msg_iov = &bytes[i],
				    .msg_iovlen = 1},
		};
	}
	for (size_t sent = 0; sent < count;) {
		int more = sendmmsg(end->port.fd, messages + sent,
				    (unsigned)(count - sent), 0);
		if (more > 0) {
			sent += (size_t)more;
			continue;
		}
		if (errno == EINTR)
			continue;
		wire_note_fault(wire, "deliver a packet to wire0", end,
				strerror(errno));
		batch[sent++]->fate = PACKET_DROPPED;
	}
}

/* Ends the way of the packets of one batch, which all go to one port. The
 * event of a packet comes after it was delivered: what it says has happened. */
static void wire_carry(struct wire *wire, struct wire_packet **batch,
		       size_t count)
{
	if (batch[0]->fate == PACKET_DELIVERED)
		wire_send(wire, batch, count);
	for (size_t i = 0; i < count; i++) {
		wire_emit(wire, batch[i]);
		wire_packet_free(batch[i]);
	}
}

static void wire_carry_all(struct wire *wire)
{
	struct wire_packet *batch[BATCH];
	size_t count = 0;
	for (struct wire_packet *packet;
	     (packet = wire_queue_take(&wire->queue));) {
		packet->fate = wire_decide(packet);
		if (count == BATCH || (count && batch[0]->to != packet->to)) {
			wire_carry(wire, batch, count);
			count = 0;
		}
		batch[count++] = packet;
	}
	if (count)
		wire_carry(wire, batch, count);
}

bool wire_pump(struct wire *wire)
{
	bool moved = false;
	for (int i = 0; i < ROUNDS && wire_take_all(wire); i++) {
		wire_carry_all(wire);
		moved = true;
	}
	return moved;
}

static void on_packet(void *data, uint32_t ready)
{
	(void)ready;
	wire_pump(data);
}

/* --- open and close ------------------------------------------------------ */

const char *wire_fault(const struct wire *wire)
{
	return wire->faulty ? wire->fault.text : NULL;
}

static bool end_open(struct wire *wire, struct end *end, struct err *err)
{
	int yes = 1;
	// Not there before Linux 4.20: then pkttype says it.
	setsockopt(end->port.fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes,
		   sizeof(yes));
	return (ring_open(&end->ring, end->port.fd, end->port.ifindex, err) &&
		loop_add(wire->loop, end->port.fd, EPOLLIN, on_packet, wire,
			 err)) ||
	       err_wrap(err, "the wire of host %s", end->port.host);
}

struct wire *wire_open(const struct wire_port *ports, size_t count,
		       struct loop *loop, wire_packet_fn *emit, void *data,
		       struct err *err)
{
	struct wire *wire = xcalloc(1, sizeof(*wire));
	wire->loop = loop;
	wire->emit = emit;
	wire->data = data;
	wire->count = count;
	wire->ends = xcalloc(count, sizeof(*wire->ends));
	wire->between = flows_new();
	for (size_t i = 0; i < count; i++) {
		wire->ends[i].port = ports[i];
		wire->ends[i].flows = flows_new();
	}
	for (size_t i = 0; i < count; i++) {
		if (!end_open(wire, &wire->ends[i], err)) {
			wire_close(wire);
			return NULL;
		}
	}
	return wire;
}

void wire_close(struct wire *wire)
{
	if (!wire)
		return;
	for (struct wire_packet *packet;
	     (packet = wire_queue_take(&wire->queue));)
		wire_packet_free(packet);
	for (size_t i = 0; i < wire->count; i++) {
		struct end *end = &wire->ends[i];
		loop_remove(wire->loop, end->port.fd);
		ring_close(&end->ring);
		close(end->port.fd);
		flows_free(end->flows);
	}
	flows_free(wire->between);
	free(wire->ends);
	free(wire);
}
