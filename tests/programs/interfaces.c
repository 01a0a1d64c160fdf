/* interfaces: asks what the interfaces of the host are, and joins groups.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <net/if.h>
#include <sys/ioctl.h>
#include <termios.h>

static void ask(int fd)
{
	static const unsigned long requests[] = {
		SIOCGIFADDR,	SIOCGIFNETMASK, SIOCGIFBRDADDR,
		SIOCGIFDSTADDR, SIOCGIFFLAGS,	SIOCGIFMTU,
		SIOCGIFMETRIC,	SIOCGIFINDEX,	SIOCGIFHWADDR};
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		struct ifreq request = {.ifr_name = "lo"};
		ioctl(fd, requests[i], &request);
	}
	struct ifreq nobody = {.ifr_name = "nobody0"};
	ioctl(fd, SIOCGIFADDR, &nobody);
	struct ifreq number = {.ifr_ifindex = 1};
	ioctl(fd, SIOCGIFNAME, &number);
	number.ifr_ifindex = 77;
	ioctl(fd, SIOCGIFNAME, &number);
	struct termios modes;
	ioctl(fd, TCGETS, &modes);
}

static void join(int fd)
{
	struct group_req request = {.gr_interface = 1};
	struct sockaddr_in group = {.sin_family = AF_INET};
	inet_pton(AF_INET, "239.1.2.3", &group.sin_addr);
	memcpy(&request.gr_group, &group, sizeof(group));
	setsockopt(fd, IPPROTO_IP, MCAST_JOIN_GROUP, &request, sizeof(request));
	setsockopt(fd, IPPROTO_IP, MCAST_LEAVE_GROUP, &request,
		   sizeof(request));
}

int main(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd < 0)
		return 1;
	ask(fd);
	join(fd);
	close(fd);
	return 0;
}
