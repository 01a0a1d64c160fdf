/* ring: memory shared with the kernel in which a packet socket's packets lie.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wire must not lose packets of its own accord, or a lesson would show
 * retransmissions that nobody caused. A packet socket's ordinary queue holds
 * net.core.rmem_max bytes at most, 212992 on many machines, and each packet
 * counts for more than twice its size there: a hundred packets, while our
 * process may have no processor. A ring (PACKET_RX_RING, see packet(7) and
 * Documentation/networking/packet_mmap.rst of the kernel) is not bound by that
 * limit, and reading it takes no system call.
 *
 * The ring has frames of one size. The kernel fills them in turn and marks
 * each with TP_STATUS_USER; who has read one gives it back by TP_STATUS_KERNEL.
 * Version 2 of the layout hands over each packet at once; version 3 collects
 * them until a timer runs, which is milliseconds too late for us.
 */
#include "lab/wire/ring.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>

enum {
	RING_BYTES = 2 << 20, /* 1024 packets at an MTU of 1500 */
	RING_FRAMES_MIN = 16,
	RING_HEADERS = 128, /* more than what stands before a packet */
	PAGE = 4096,
};

static size_t round_up(size_t size, size_t step)
{
	return (size + step - 1) / step * step;
}

static bool read_mtu(int fd, int ifindex, size_t *mtu, struct err *err)
{
	struct ifreq request = {.ifr_ifindex = ifindex};
	if (ioctl(fd, SIOCGIFNAME, &request) < 0 ||
	    ioctl(fd, SIOCGIFMTU, &request) < 0)
		return FAILURE(err, "read-mtu",
			       SLOT_NUMBER("interface", ifindex),
			       SLOT_TEXT("reason", strerror(errno)));
	*mtu = (size_t)request.ifr_mtu;
	return true;
}

/* Small frames share a block, which is what the kernel allocates at once; a
 * frame larger than that is a block. */
static void ring_measure(struct ring *ring, size_t mtu)
{
	enum { BLOCK = 16 * PAGE };
	size_t frame = round_up(mtu + RING_HEADERS, 512);
	if (frame > BLOCK / 2)
		frame = round_up(frame, PAGE);
	ring->frame_size = frame;
	ring->block_size = frame > BLOCK / 2 ? frame : BLOCK;
	ring->per_block = ring->block_size / frame;
	size_t blocks = RING_BYTES / ring->block_size;
	if (blocks * ring->per_block < RING_FRAMES_MIN)
		blocks = RING_FRAMES_MIN;
	ring->frames = blocks * ring->per_block;
	ring->size = blocks * ring->block_size;
}

bool ring_open(struct ring *ring, int fd, int ifindex, struct err *err)
{
	size_t mtu = 0;
	if (!read_mtu(fd, ifindex, &mtu, err))
		return false;
	*ring = (struct ring){.fd = fd};
	ring_measure(ring, mtu);
	int version = TPACKET_V2;
	struct tpacket_req request = {
		.tp_block_size = (unsigned)ring->block_size,
		.tp_block_nr = (unsigned)(ring->size / ring->block_size),
		.tp_frame_size = (unsigned)ring->frame_size,
		.tp_frame_nr = (unsigned)ring->frames,
	};
	if (setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version,
		       sizeof(version)) < 0 ||
	    setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &request,
		       sizeof(request)) < 0)
		return FAILURE(err, "make-ring",
			       SLOT_NUMBER("packets", ring->frames),
			       SLOT_TEXT("reason", strerror(errno)));
	void *memory = mmap(NULL, ring->size, PROT_READ | PROT_WRITE,
			    MAP_SHARED, fd, 0);
	if (memory == MAP_FAILED)
		return FAILURE(err, "map-ring",
			       SLOT_NUMBER("bytes", ring->size),
			       SLOT_TEXT("reason", strerror(errno)));
	ring->memory = memory;
	return true;
}

void ring_close(struct ring *ring)
{
	if (ring->memory)
		munmap(ring->memory, ring->size);
	ring->memory = NULL;
}

static struct tpacket2_hdr *ring_header(const struct ring *ring, size_t ahead)
{
	size_t next = (ring->next + ahead) % ring->frames;
	size_t block = next / ring->per_block;
	size_t place = next % ring->per_block;
	return (struct tpacket2_hdr *)(void *)(ring->memory +
					       block * ring->block_size +
					       place * ring->frame_size);
}

bool ring_peek(const struct ring *ring, size_t ahead, struct ring_frame *frame)
{
	const struct tpacket2_hdr *header = ring_header(ring, ahead);
	// The kernel writes the status last: what is read after it is whole.
	uint32_t status = __atomic_load_n(&header->tp_status, __ATOMIC_ACQUIRE);
	if (!(status & TP_STATUS_USER))
		return false;
	const unsigned char *begin = (const unsigned char *)header;
	const struct sockaddr_ll *from =
		(const void *)(begin +
			       TPACKET_ALIGN(sizeof(struct tpacket2_hdr)));
	*frame = (struct ring_frame){
		.bytes = begin + header->tp_net,
		.len = header->tp_snaplen,
		.whole_len = header->tp_len,
		.protocol = ntohs(from->sll_protocol),
		.outgoing = from->sll_pkttype == PACKET_OUTGOING,
		.lost = status & TP_STATUS_LOSING,
	};
	return true;
}

void ring_advance(struct ring *ring)
{
	__atomic_store_n(&ring_header(ring, 0)->tp_status, TP_STATUS_KERNEL,
			 __ATOMIC_RELEASE);
	ring->next = (ring->next + 1) % ring->frames;
}
