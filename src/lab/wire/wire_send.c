/* wire_send: packets on their last way, into the host that they are for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "lab/wire/wire_parts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <string.h>

void wire_note_fault(struct wire *wire, const struct err *fault)
{
	if (!wire->faulty)
		wire->fault = *fault;
	wire->faulty = true;
}

void wire_send(struct wire *wire, struct wire_packet **batch, size_t count)
{
	const struct wire_end *end = &wire->ends[batch[0]->to];
	struct mmsghdr messages[WIRE_BATCH];
	struct iovec bytes[WIRE_BATCH];
	struct sockaddr_ll to[WIRE_BATCH];
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
		struct err fault;
		FAILURE(&fault, "deliver-packet",
			SLOT_TEXT("host", end->port.host),
			SLOT_TEXT("reason", strerror(errno)));
		wire_note_fault(wire, &fault);
		batch[sent++]->fate = PACKET_DROPPED;
	}
}
