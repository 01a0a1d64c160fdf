/* ring: a packet ring holds more than a packet socket's queue may.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Relied on: a burst is not lost on tap0 while the program is busy, whatever
 * SO_RCVBUF allows, and PACKET_RX_RING needs no right over the whole machine.
 */
#include "kernel.h"

#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sys/mman.h>

int main(void)
{
	enum { FRAME = 2048, BLOCK = 65536, FRAMES = 512, DATAGRAMS = 400 };
	enter_namespaces();
	int fd = socket(AF_PACKET, SOCK_DGRAM, 0), version = TPACKET_V2;
	if (fd < 0)
		CANNOT("a packet socket");
	int small = 1;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	struct tpacket_req request = {.tp_block_size = BLOCK,
				      .tp_block_nr = FRAMES * FRAME / BLOCK,
				      .tp_frame_size = FRAME,
				      .tp_frame_nr = FRAMES};
	setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof(version));
	if (setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &request,
		       sizeof(request)) < 0)
		CANNOT("PACKET_RX_RING");
	unsigned char *memory = mmap(NULL, FRAMES * FRAME,
				     PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	HOLDS(memory != MAP_FAILED, "map the ring");
	struct sockaddr_ll on = {.sll_family = AF_PACKET,
				 .sll_protocol = htons(ETH_P_IP),
				 .sll_ifindex = (int)if_nametoindex("lo")};
	int ignore = 1;
	setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &ignore,
		   sizeof(ignore));
	HOLDS(!bind(fd, (struct sockaddr *)&on, sizeof(on)), "bind to lo");
	struct sockaddr_in at = loopback(9);
	int udp = socket(AF_INET, SOCK_DGRAM, 0),
	    to = socket(AF_INET, SOCK_DGRAM, 0);
	HOLDS(!bind(to, (struct sockaddr *)&at, sizeof(at)), "bind");
	static char bytes[1400];
	for (int i = 0; i < DATAGRAMS; i++)
		sendto(udp, bytes, sizeof(bytes), 0, (struct sockaddr *)&at,
		       sizeof(at));
	int held = 0;
	for (int i = 0; i < FRAMES; i++) {
		struct tpacket2_hdr *header =
			(struct tpacket2_hdr *)(memory + i * FRAME);
		held += header->tp_status & TP_STATUS_USER &&
			header->tp_snaplen == sizeof(bytes) + 28;
	}
	HOLDS(held >= DATAGRAMS, "%d of %d datagrams are in the ring", held,
	      DATAGRAMS);
	return 0;
}
