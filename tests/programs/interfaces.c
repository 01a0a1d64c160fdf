/* interfaces: asks what the interfaces of the host are, joins groups, and tries
 * to change what it may not.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <linux/capability.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
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

static void list(int fd)
{
	struct ifreq room[8];
	struct ifconf all = {.ifc_len = sizeof(room), .ifc_req = room};
	ioctl(fd, SIOCGIFCONF, &all);
	all = (struct ifconf){.ifc_len = 7, .ifc_req = room};
	ioctl(fd, SIOCGIFCONF, &all);
	all = (struct ifconf){0};
	ioctl(fd, SIOCGIFCONF, &all);
	ioctl(fd, SIOCGIFCONF, NULL);
}

/* Whoever may change them would be refused by the lab alone. */
static void become_nobody(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {0};
	syscall(SYS_capset, &head, none);
}

static void change(int fd)
{
	static const unsigned long requests[] = {
		SIOCSIFADDR, SIOCSIFNETMASK, SIOCSIFBRDADDR, SIOCSIFDSTADDR};
	static const unsigned long numbers[] = {SIOCSIFFLAGS, SIOCSIFMTU,
						SIOCSIFTXQLEN, SIOCSIFMETRIC};
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr.s_addr = htonl(0x7f000005)};
	struct ifreq request = {.ifr_name = "lo"};
	memcpy(&request.ifr_addr, &address, sizeof(address));
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++)
		ioctl(fd, requests[i], &request);
	memset(&request.ifr_addr, 0, sizeof(request.ifr_addr));
	request.ifr_mtu = 1400;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		ioctl(fd, numbers[i], &request);
	strcpy(request.ifr_newname, "other0");
	ioctl(fd, SIOCSIFNAME, &request);
	ioctl(fd, SIOCSIFFLAGS, NULL);
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
	setsockopt(fd, IPPROTO_IP, MCAST_JOIN_GROUP, &request, 4);
}

int main(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd < 0)
		return 1;
	ask(fd);
	list(fd);
	join(fd);
	become_nobody();
	change(fd);
	close(fd);
	return 0;
}
