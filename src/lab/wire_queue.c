/* wire_queue: packets that are on the wire.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/wire_queue.h"

#include "base/mem.h"

#include <linux/if_ether.h>
#include <string.h>

struct wire_packet *wire_packet_new(const unsigned char *bytes, size_t len,
				    struct err *err)
{
	struct wire_packet *packet = xcalloc(1, sizeof(*packet) + len);
	memcpy(packet->bytes, bytes, len);
	packet->len = len;
	if (packet_decode(packet->bytes, len, &packet->packet, err))
		return packet;
	free(packet);
	return NULL;
}

void wire_packet_free(struct wire_packet *packet)
{
	free(packet);
}

void wire_queue_add(struct wire_queue *queue, struct wire_packet *packet)
{
	if (!queue->first)
		queue->end = &queue->first;
	packet->next = NULL;
	*queue->end = packet;
	queue->end = &packet->next;
}

struct wire_packet *wire_queue_take(struct wire_queue *queue)
{
	struct wire_packet *packet = queue->first;
	if (packet)
		queue->first = packet->next;
	return packet;
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
