/* wire_queue: packets that are on the wire.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/wire/wire_queue.h"

#include "base/mem.h"

#include <linux/if_ether.h>
#include <string.h>

struct wire_packet *wire_packet_keep(const struct wire_packet *packet)
{
	struct wire_packet *copy = xmalloc(sizeof(*copy) + packet->len);
	*copy = *packet;
	copy->next = copy->before = NULL;
	copy->bytes = (unsigned char *)(copy + 1);
	memcpy(copy->bytes, packet->bytes, packet->len);
	if (packet->packet.payload)
		copy->packet.payload =
			copy->bytes + (packet->packet.payload - packet->bytes);
	return copy;
}

void wire_packet_free(struct wire_packet *packet)
{
	free(packet);
}

void wire_queue_add(struct wire_queue *queue, struct wire_packet *packet)
{
	packet->next = NULL;
	packet->before = queue->last;
	*(queue->last ? &queue->last->next : &queue->first) = packet;
	queue->last = packet;
	queue->count++;
}

void wire_queue_remove(struct wire_queue *queue, struct wire_packet *packet)
{
	struct wire_packet *next = packet->next, *before = packet->before;
	*(before ? &before->next : &queue->first) = next;
	*(next ? &next->before : &queue->last) = before;
	packet->next = packet->before = NULL;
	queue->count--;
}

/* Puts `packet`, which is in no queue, in front of `next`; NULL: at the end. */
static void queue_insert(struct wire_queue *queue, struct wire_packet *packet,
			 struct wire_packet *next)
{
	if (!next) {
		wire_queue_add(queue, packet);
		return;
	}
	packet->next = next;
	packet->before = next->before;
	*(next->before ? &next->before->next : &queue->first) = packet;
	next->before = packet;
	queue->count++;
}

void wire_queue_swap(struct wire_queue *queue, struct wire_packet *a,
		     struct wire_packet *b)
{
	struct wire_packet *behind_a = a->next, *behind_b = b->next;
	wire_queue_remove(queue, a);
	wire_queue_remove(queue, b);
	// Of neighbours one stood behind the other, and now it is in front.
	if (behind_a == b) {
		queue_insert(queue, a, behind_b);
		queue_insert(queue, b, a);
	} else if (behind_b == a) {
		queue_insert(queue, b, behind_a);
		queue_insert(queue, a, b);
	} else {
		queue_insert(queue, a, behind_b);
		queue_insert(queue, b, behind_a);
	}
}

void wire_queue_done(struct wire_queue *queue)
{
	struct wire_packet *next;
	for (struct wire_packet *packet = queue->first; packet; packet = next) {
		next = packet->next;
		wire_packet_free(packet);
	}
	*queue = (struct wire_queue){0};
}

uint16_t wire_protocol(const struct wire_packet *packet)
{
	return packet->bytes[0] >> 4 == 6 ? ETH_P_IPV6 : ETH_P_IP;
}

bool wire_same_ip(const struct address *a, const struct address *b)
{
	int family = address_family(a);
	if (family != address_family(b))
		return false;
	if (family == AF_INET)
		return a->as.in.sin_addr.s_addr == b->as.in.sin_addr.s_addr;
	return family == AF_INET6 &&
	       IN6_ARE_ADDR_EQUAL(&a->as.in6.sin6_addr, &b->as.in6.sin6_addr);
}

bool wire_is_loopback(const struct address *address)
{
	if (address_family(address) == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&address->as.in6.sin6_addr);
	return address_family(address) == AF_INET &&
	       ntohl(address->as.in.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
}

bool wire_is_noise(const struct packet *packet)
{
	enum { // RFC 2710, 4861 and 3810
		MLD_QUERY = 130,
		REDIRECT = 137, // between them: MLD and neighbour discovery
		MLD_REPORT_V2 = 143,
	};
	if (packet->protocol == IPPROTO_IGMP)
		return true;
	return packet->protocol == IPPROTO_ICMPV6 &&
	       ((packet->icmp_type >= MLD_QUERY &&
		 packet->icmp_type <= REDIRECT) ||
		packet->icmp_type == MLD_REPORT_V2);
}
