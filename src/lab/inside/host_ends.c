/* host_ends: the sockets by which the lab sees a host.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * They are made inside the host's namespace, and stay in it wherever they are
 * handed to.
 */
#include "base/sentence.h"
#include "lab/inside/host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PACKET_ROOM = 4 << 20 }; /* bytes that may wait on tap0 */

bool host_open_packet(struct host_ends *ends, int ifindex, struct err *err)
{
	ends->packet =
		socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (ends->packet < 0)
		return FAILURE(err, "open-packet-socket",
			       SLOT_TEXT("reason", strerror(errno)));
	int room = PACKET_ROOM, yes = 1;
	// Without privilege outside the lab the second is cut down to
	// net.core.rmem_max.
	if (setsockopt(ends->packet, SOL_SOCKET, SO_RCVBUFFORCE, &room,
		       sizeof(room)) < 0)
		setsockopt(ends->packet, SOL_SOCKET, SO_RCVBUF, &room,
			   sizeof(room));
	setsockopt(ends->packet, SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes,
		   sizeof(yes));
	struct sockaddr_ll at = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = ifindex,
	};
	if (bind(ends->packet, (struct sockaddr *)&at, sizeof(at)) < 0)
		return FAILURE(err, "bind-packet-socket",
			       SLOT_TEXT("reason", strerror(errno)));
	ends->ifindex = ifindex;
	return true;
}

bool host_open_netlink(struct host_ends *ends, struct err *err)
{
	ends->diag =
		socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (ends->diag < 0)
		return FAILURE(err, "open-sock-diag",
			       SLOT_TEXT("reason", strerror(errno)));
	ends->route =
		socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (ends->route < 0)
		return FAILURE(err, "open-rtnetlink",
			       SLOT_TEXT("reason", strerror(errno)));
	return true;
}

void host_ends_close(struct host_ends *ends)
{
	if (ends->packet >= 0)
		close(ends->packet);
	if (ends->diag >= 0)
		close(ends->diag);
	if (ends->route >= 0)
		close(ends->route);
	ends->packet = ends->diag = ends->route = -1;
}
