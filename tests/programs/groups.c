/* groups: the structures that multicast and netlink take, and what isatty(3)
 * asks of a socket. What the kernel refuses is called all the same. */
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static void set(int fd, int name, const void *value, socklen_t len)
{
	(void)setsockopt(fd, IPPROTO_IP, name, value, len);
}

static void join(int fd)
{
	struct ip_mreqn member = {.imr_ifindex = 1};
	struct group_req group = {.gr_interface = 1};
	struct sockaddr_in address = {.sin_family = AF_INET};
	inet_pton(AF_INET, "239.1.2.3", &member.imr_multiaddr);
	address.sin_addr = member.imr_multiaddr;
	memset(&group.gr_group, 0, sizeof(group.gr_group));
	memcpy(&group.gr_group, &address, sizeof(address));
	set(fd, IP_ADD_MEMBERSHIP, &member, sizeof(member));
	set(fd, IP_DROP_MEMBERSHIP, &member, sizeof(member));
	set(fd, MCAST_JOIN_GROUP, &group, sizeof(group));
	set(fd, MCAST_LEAVE_GROUP, &group, sizeof(group));
	group.gr_interface = 77;
	set(fd, MCAST_JOIN_GROUP, &group, sizeof(group));
}

static void join6(int fd)
{
	struct ipv6_mreq member = {.ipv6mr_interface = 1};
	inet_pton(AF_INET6, "ff02::1234", &member.ipv6mr_multiaddr);
	(void)setsockopt(fd, IPPROTO_IPV6, IPV6_JOIN_GROUP, &member,
			 sizeof(member));
}

static void ask_routes(void)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = 1};
	socklen_t len = sizeof(address);
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	(void)bind(fd, (struct sockaddr *)&address, sizeof(address));
	(void)getsockname(fd, (struct sockaddr *)&address, &len);
	close(fd);
	close(socket(AF_NETLINK, SOCK_DGRAM, NETLINK_KOBJECT_UEVENT));
}

int main(void)
{
	int udp = socket(AF_INET, SOCK_DGRAM, 0);
	int udp6 = socket(AF_INET6, SOCK_DGRAM, 0);
	join(udp);
	join6(udp6);
	ask_routes();
	(void)isatty(udp);
	close(udp6);
	close(udp);
	return 0;
}
