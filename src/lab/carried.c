/* carried: whose packets the wire carries.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first packet of a socket that was never seen comes before any snapshot:
 * a SYN of a connect(2) that is still going on. Then the actor is the one that
 * is inside such a call. Only when two are, the kernel is asked.
 */
#include "base/clock.h"
#include "lab/ground/parts.h"
#include "lab/trace/trace_parts.h"

#include <signal.h>
#include <string.h>

enum { WIRE_QUIET = 300 * 1000 }; /* nanoseconds since the last packet */

/* The address that the actor's call names, or NULL. */
static const struct address *address_in_call(const struct actor *actor)
{
	if (actor->state != LAB_ACTOR_CALLING &&
	    actor->state != LAB_ACTOR_BLOCKED)
		return NULL;
	return call_address(&actor->call);
}

/* The one actor that is sending to `to` right now; NULL for none or several.
 * Ports are enough: what was named 0.0.0.0 arrives at 127.0.0.1. */
static const char *sender_to(const struct lab *lab, const char *host,
			     const struct address *to)
{
	const char *found = NULL;
	for (size_t i = 0; i < lab->actor_count; i++) {
		const struct actor *actor = lab->actors[i];
		const struct address *address = address_in_call(actor);
		if (!address || address_port(address) != address_port(to) ||
		    strcmp(lab_host_name(lab, actor->host), host) != 0)
			continue;
		if (found)
			return NULL;
		found = actor->name;
	}
	return found;
}

static bool begins(const struct packet *packet)
{
	return packet->protocol == IPPROTO_TCP &&
	       (packet->flags & (PACKET_SYN | PACKET_ACK)) == PACKET_SYN;
}

static const char *find_sender(struct lab *lab,
			       const struct event_packet *event)
{
	const struct packet *packet = &event->packet;
	const char *host = event->from_host;
	if (!host || address_port(&packet->from) <= 0)
		return NULL;
	const char *actor =
		begins(packet)
			? NULL
			: endpoints_find(lab->endpoints, host, packet->protocol,
					 &packet->from, &packet->to);
	if (!actor && (actor = sender_to(lab, host, &packet->to)))
		endpoints_add(lab->endpoints, host, packet->protocol,
			      &packet->from, &packet->to, actor);
	if (!actor && !lab->learned) {
		lab->learned = true;
		lab_learn_owners(lab);
	}
	return actor ? actor
		     : endpoints_find(lab->endpoints, host, packet->protocol,
				      &packet->from, &packet->to);
}

/* Whether `packet` is an ICMP error. */
static bool is_icmp_error(const struct packet *packet)
{
	int type = packet->icmp_type;
	if (packet->protocol == IPPROTO_ICMPV6)
		return type < 128;
	return packet->protocol == IPPROTO_ICMP &&
	       (type == 3 || type == 11 || type == 12);
}

/* Decodes the packet that an ICMP error quotes. An IPv4 quote is cut short:
 * it is read as a first fragment of just those bytes, for its ports. */
static bool decode_quote(const struct packet *icmp, struct packet *quote)
{
	unsigned char bytes[1500];
	struct err err;
	size_t len = icmp->len < sizeof(bytes) ? icmp->len : sizeof(bytes);
	if (!is_icmp_error(icmp) || len < 20)
		return false;
	memcpy(bytes, icmp->payload, len);
	if (bytes[0] >> 4 == 4) {
		bytes[2] = (unsigned char)(len >> 8);
		bytes[3] = (unsigned char)len;
		bytes[6] |= 0x20;
	}
	return packet_decode(bytes, len, quote, &err);
}

/* Behind the first fragment of a datagram come others without ports. */
static bool continues(const struct event_packet *first,
		      const struct event_packet *event)
{
	return event->packet.fragment_offset && first->packet.fragment &&
	       first->packet.protocol == event->packet.protocol &&
	       first->from_host == event->from_host &&
	       first->to_host == event->to_host;
}

void carried_name(void *data, struct event_packet *event)
{
	struct lab *lab = data;
	const struct packet *packet = &event->packet;
	struct packet quote;
	if (continues(&lab->fragment, event)) {
		event->from_actor = lab->fragment.from_actor;
		event->to_actor = lab->fragment.to_actor;
		return;
	}
	event->from_actor = find_sender(lab, event);
	// Who has joined a group, no row of a socket says.
	if (!address_is_multicast(&packet->to))
		event->to_actor = endpoints_find(lab->endpoints, event->to_host,
						 packet->protocol, &packet->to,
						 &packet->from);
	// The kernel sends an error by itself, to whom it concerns.
	if (decode_quote(packet, &quote))
		event->to_actor =
			endpoints_find(lab->endpoints, event->to_host,
				       quote.protocol, &quote.from, &quote.to);
	lab->fragment = *event;
}

void carried_packet(void *data, const struct event_packet *packet)
{
	struct lab *lab = data;
	struct event event = {.as.packet = *packet};
	lab_emit(lab, EVENT_PACKET, &event);
	trace_watch_packet(lab, &packet->packet);
}

void carried_moved(void *data, uint64_t when)
{
	struct lab *lab = data;
	lab->moved = when;
	lab_look_after(lab, 0);
}

/* A packet is in a queue of the kernel, in a ring, on the link, or carried: it
 * goes from each to the next, so they are asked in this order. What is carried
 * may be answered, and the answer begins in a queue again. */
bool lab_has_arrived(struct lab *lab, uint64_t when)
{
	if (when < lab->moved)
		when = lab->moved;
	if (lab->arrived < when)
		lab->arrived = softnet_look(&lab->softnet);
	if (lab->arrived < when)
		return false;
	if (lab->wire && carrier_pump(lab->wire))
		return false;
	// Kernels before 5.10 do not tell of their queues.
	return clock_now() - lab->moved >= WIRE_QUIET;
}

/* Nothing would ever arrive again. Init is told of like any other death. */
void carried_no_more(void *data)
{
	const struct lab *lab = data;
	if (lab->space.init > 0)
		kill(lab->space.init, SIGKILL);
}
