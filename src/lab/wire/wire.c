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
 * Most packets pass all three while they lie in the ring: nothing is copied,
 * and one system call hands over as many as go to one port. A packet that is
 * held, or that must wait for others before it, is copied into a queue: it has
 * left its sender and has not reached anybody.
 *
 * A pump ends after a few milliseconds, even in the middle of a flood: the loop
 * calls again as long as something is in a ring, and answers keys in between.
 *
 * What the kernel does: sendto(2) on tap0 runs the receiving host's network
 * stack before it returns, so an answer usually lies in the ring by then, and
 * a whole handshake is carried by one wire_pump(). Our own packets do not come
 * back to us, for the kernel shows a packet to no socket that sent it; those
 * of type PACKET_OUTGOING would be the kernel's own on tap0.
 */
#include "lab/wire/wire.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "lab/wire/wire_parts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sys/epoll.h>

enum {
	PUMP_MOST = 4 * 1000 * 1000, /* nanoseconds; then others get a turn */
	LEAVING_MOST = 2 * WIRE_HELD_MOST, /* then what comes waits in rings */
};

/* --- take ----------------------------------------------------------------
 */

static bool is_cut(const struct wire *wire, const struct wire_packet *packet)
{
	return packet->to == WIRE_NOWHERE || wire->ends[packet->to].cut ||
	       wire->ends[packet->from].cut;
}

/* What becomes of a packet that is on the wire now. */
static enum packet_fate wire_decide(struct wire *wire,
				    struct wire_packet *packet)
{
	if (is_cut(wire, packet))
		return PACKET_DROPPED;
	if (!wire->rules.count && !wire->rules.percent)
		return PACKET_DELIVERED;
	if (wire->rules.by_name)
		wire_name(wire, packet);
	struct event_packet event = wire_event(wire, packet);
	return wire_rules_decide(&wire->rules, &event);
}

/* Reads a frame of port `from` into `packet`, which borrows its bytes. Returns
 * whether it is a packet of the lab. */
static bool wire_read(struct wire *wire, size_t from,
		      const struct ring_frame *frame,
		      struct wire_packet *packet)
{
	const struct slot host = SLOT_TEXT("host", wire->ends[from].port.host);
	struct err err, fault;
	if (frame->outgoing ||
	    (frame->protocol != ETH_P_IP && frame->protocol != ETH_P_IPV6))
		return false;
	if (frame->lost) {
		FAILURE(&fault, "packets-too-fast", host);
		wire_note_fault(wire, &fault);
	}
	if (frame->len < frame->whole_len) {
		FAILURE(&fault, "packet-over-mtu", host);
		wire_note_fault(wire, &fault);
		return false;
	}
	// Nothing writes to them: only copies are ever changed.
	*packet = (struct wire_packet){.bytes = (unsigned char *)frame->bytes,
				       .len = frame->len,
				       .from = from};
	if (!packet_decode(frame->bytes, frame->len, &packet->packet, &err)) {
		FAILURE(&fault, "packet-faulty", host,
			SLOT_TEXT("fault", err.text));
		wire_note_fault(wire, &fault);
		return false;
	}
	return !wire_is_noise(&packet->packet);
}

/* Numbers a packet of the batch that goes to port `to`. A copy of one that is
 * held has the number of that. */
static void wire_direct(struct wire *wire, struct wire_packet *packet,
			size_t to)
{
	packet->number = ++wire->last_number;
	packet->to = to;
	flow_note(wire_flows(wire, packet->from, to), &packet->packet);
	packet->fate = wire_decide(wire, packet);
	const struct wire_packet *original = wire_original(wire, packet);
	if (original) {
		wire->last_number--;
		packet->number = original->number;
		packet->is_copy = true;
	}
}

/* Puts what a frame of port `from` carries behind `count` packets of the batch:
 * one for each host that it goes to. Returns how many are in the batch then. */
static size_t wire_take(struct wire *wire, size_t from,
			const struct ring_frame *frame, size_t count)
{
	struct wire_packet packet;
	if (!wire_read(wire, from, frame, &packet))
		return count;
	const struct address *address = &packet.packet.to;
	bool for_all = wire_is_for_all(wire, from, address);
	size_t before = count;
	for (size_t to = 0; for_all && to < wire->count; to++) {
		if (to == from || !wire_has_family(wire, to, address))
			continue;
		wire->batch[count] = packet;
		wire_direct(wire, &wire->batch[count++], to);
	}
	if (count == before) {
		wire->batch[count] = packet;
		wire_direct(wire, &wire->batch[count++],
			    wire_route(wire, from, address));
	}
	return count;
}

/* --- carry ---------------------------------------------------------------
 */

/* Ends the way of packets that were not held, all to one port or all lost. The
 * event of a packet comes after it was delivered: what it says has happened. */
static void wire_carry(struct wire *wire, struct wire_packet **batch,
		       size_t count)
{
	if (batch[0]->fate == PACKET_DELIVERED)
		wire_send(wire, batch, count);
	for (size_t i = 0; i < count; i++) {
		const struct wire_packet *packet = batch[i];
		if (packet->fate == PACKET_DELIVERED)
			flow_arrived(wire_flows(wire, packet->from, packet->to),
				     &packet->packet);
		wire_tell(wire, batch[i]);
	}
}

/* Packets in their order, as those from one ring. */
static void wire_carry_all(struct wire *wire, struct wire_packet *packets,
			   size_t count)
{
	struct wire_packet *batch[WIRE_BATCH];
	size_t waiting = 0;
	for (size_t i = 0; i < count; i++) {
		struct wire_packet *packet = &packets[i];
		if (waiting && (packet->fate != batch[0]->fate ||
				packet->to != batch[0]->to)) {
			wire_carry(wire, batch, waiting);
			waiting = 0;
		}
		if (packet->fate == PACKET_HELD)
			wire_hold(wire, packet);
		else if (wire->leaving.first &&
			 packet->fate == PACKET_DELIVERED)
			wire_leave(wire, wire_packet_keep(packet));
		else
			batch[waiting++] = packet;
	}
	if (waiting)
		wire_carry(wire, batch, waiting);
}

static void tell_moved(const struct wire *wire)
{
	if (wire->hooks.moved)
		wire->hooks.moved(wire->data);
}

static bool wire_take_some(struct wire *wire, size_t from)
{
	struct ring *ring = &wire->ends[from].ring;
	struct ring_frame frame;
	size_t taken = 0, count = 0;
	while (count + wire->count <= WIRE_BATCH && taken < WIRE_BATCH &&
	       ring_peek(ring, taken, &frame)) {
		taken++;
		count = wire_take(wire, from, &frame, count);
	}
	wire_carry_all(wire, wire->batch, count);
	if (count)
		tell_moved(wire);
	for (size_t i = 0; i < taken; i++)
		ring_advance(ring);
	return count > 0;
}

/* --- what leaves ---------------------------------------------------------
 */

static bool wire_leave_some(struct wire *wire)
{
	struct wire_packet *batch[WIRE_BATCH];
	size_t count = 0;
	for (struct wire_packet *packet = wire->leaving.first;
	     packet && count < WIRE_BATCH; packet = packet->next) {
		if (count && (packet->to != batch[0]->to ||
			      packet->fate != batch[0]->fate))
			break;
		batch[count++] = packet;
	}
	if (!count)
		return false;
	for (size_t i = 0; i < count; i++)
		wire_queue_remove(&wire->leaving, batch[i]);
	wire_carry(wire, batch, count);
	tell_moved(wire);
	for (size_t i = 0; i < count; i++)
		wire_packet_free(batch[i]);
	return true;
}

bool wire_pump(struct wire *wire)
{
	uint64_t end = clock_now() + PUMP_MOST;
	bool moved = false, again;
	do {
		again = wire_leave_some(wire);
		for (size_t i = 0; i < wire->count; i++) {
			if (wire->leaving.count < LEAVING_MOST)
				again |= wire_take_some(wire, i);
		}
		moved |= again;
	} while (again && clock_now() < end);
	if (wire->leaving.first)
		wire_set_timer(wire);
	return moved;
}

static void on_time(void *data)
{
	struct wire *wire = data;
	wire_release_due(wire);
	wire_pump(wire);
	wire_set_timer(wire);
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

static bool end_open(struct wire *wire, struct wire_end *end, struct err *err)
{
	int yes = 1;
	// Not there before Linux 4.20: then pkttype says it.
	setsockopt(end->port.fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes,
		   sizeof(yes));
	return (ring_open(&end->ring, end->port.fd, end->port.ifindex, err) &&
		loop_add(wire->loop, end->port.fd, EPOLLIN, on_packet, wire,
			 err)) ||
	       FAILURE_IN(err, "at-wire", SLOT_TEXT("host", end->port.host));
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
	wire->mtu = WIRE_MTU;
	wire->timer.fn = on_time;
	wire->timer.data = wire;
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

void wire_hook(struct wire *wire, const struct wire_hooks *hooks)
{
	wire->hooks = *hooks;
}

void wire_close(struct wire *wire)
{
	if (!wire)
		return;
	loop_timer_clear(wire->loop, &wire->timer);
	wire_queue_done(&wire->held);
	wire_queue_done(&wire->leaving);
	wire_rules_done(&wire->rules);
	for (size_t i = 0; i < wire->count; i++) {
		struct wire_end *end = &wire->ends[i];
		loop_remove(wire->loop, end->port.fd);
		ring_close(&end->ring);
		close(end->port.fd);
		flows_free(end->flows);
	}
	flows_free(wire->between);
	free(wire->ends);
	free(wire);
}
