/* wire: loopback traffic can be routed through a veth pair and held there.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Relied on: a SYN to 127.0.0.1 leaves by wire0, is read on tap0, and the
 * connection stays in SYN_SENT until it is sent back; then the kernel answers
 * before sendto(2) returns. Checksums must be in software, or what is read has
 * none and is thrown away when it comes back.
 */
#include "kernel.h"

#include <linux/ethtool.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>

static const char *const commands[] = {
	"ip link add wire0 type veth peer name tap0",
	"ip link set wire0 arp off up",
	"ip link set tap0 up",
	"echo 1 >/proc/sys/net/ipv4/conf/wire0/route_localnet",
	"echo 1 >/proc/sys/net/ipv4/conf/wire0/accept_local",
	"echo 0 >/proc/sys/net/ipv4/conf/wire0/rp_filter",
	"echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter",
	"ip route add 127.0.0.0/8 dev wire0 src 127.0.0.1 table 100",
	"ip rule add pref 10 iif lo lookup 100",
	"ip rule add pref 20 lookup local",
	"ip rule del pref 0",
};

static int packet_socket(void)
{
	struct sockaddr_ll on = {.sll_family = AF_PACKET,
				 .sll_protocol = htons(ETH_P_IP),
				 .sll_ifindex = (int)if_nametoindex("tap0")};
	int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	HOLDS(!bind(fd, (struct sockaddr *)&on, sizeof(on)),
	      "a packet socket on tap0");
	return fd;
}

/* Sends packets that lie on tap0 back to wire0 until there are no more.
 * Returns how many there were. */
static int carry(int fd, const unsigned char *mac)
{
	static unsigned char bytes[65536];
	struct sockaddr_ll to = {.sll_family = AF_PACKET,
				 .sll_protocol = htons(ETH_P_IP),
				 .sll_ifindex = (int)if_nametoindex("tap0"),
				 .sll_halen = 6};
	memcpy(to.sll_addr, mac, 6);
	int count = 0;
	for (ssize_t len;
	     (len = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT)) > 0; count++)
		HOLDS(sendto(fd, bytes, (size_t)len, 0, (struct sockaddr *)&to,
			     sizeof(to)) == len,
		      "send a packet back");
	return count;
}

int main(void)
{
	enum { SYN_SENT = 2 };
	if (system("ip -V >/dev/null") != 0)
		CANNOT("no ip(8) here");
	enter_namespaces();
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (system(commands[i]) != 0)
			CANNOT("%s", commands[i]);
	int packets = packet_socket(), diag = diag_open();
	struct ifreq wire0 = {.ifr_name = "wire0"};
	struct ethtool_value off = {.cmd = ETHTOOL_STXCSUM};
	wire0.ifr_data = (char *)&off;
	HOLDS(!ioctl(packets, SIOCETHTOOL, &wire0), "checksums in software");
	HOLDS(!ioctl(packets, SIOCGIFHWADDR, &wire0), "the MAC of wire0");
	listen_at(12345, 1);
	struct sockaddr_in at = loopback(12345);
	int cli = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	connect(cli, (struct sockaddr *)&at, sizeof(at));
	HOLDS(diag_find(diag, cookie_of(cli)).idiag_state == SYN_SENT,
	      "a held SYN does not leave SYN_SENT");
	int count = carry(packets, (unsigned char *)wire0.ifr_hwaddr.sa_data);
	HOLDS(count == 3, "a handshake of %d packets", count);
	HOLDS(diag_find(diag, cookie_of(cli)).idiag_state == ESTABLISHED,
	      "not connected");
	return 0;
}
