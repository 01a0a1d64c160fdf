// says: here: TCP_KEEPIDLE takes 1 to 32767, and this is 0: it is seconds until the first probe; SO_KEEPALIVE 0 is what turns them off.
// says: here: TCP_USER_TIMEOUT takes no number below 0, and this is -1: it is milliseconds; 0 is the kernel's own limit.
// says: here: IP_TTL takes 1 to 255, and this is 256: it is the hops that a packet may make; -1 is the default.
// says: is a stream, which has one other end: multicast is for datagrams.
// says: is bound to [::]:7100 already: IPV6_V6ONLY has to be set between socket() and bind().
// says: here: imr_multiaddr is 10.0.0.9, and no group: groups are 224.0.0.0 to 239.255.255.255.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static void set(int fd, int level, int name, int value)
{
	setsockopt(fd, level, name, &value, sizeof(value));
}

int main(void)
{
	int stream = socket(AF_INET, SOCK_STREAM, 0);
	int both = socket(AF_INET6, SOCK_STREAM, 0);
	int datagrams = socket(AF_INET, SOCK_DGRAM, 0);
	struct sockaddr_in6 any = {AF_INET6, htons(7100)};
	struct ip_mreq no_group = {{inet_addr("10.0.0.9")}};
	set(stream, IPPROTO_TCP, TCP_KEEPIDLE, 0);
	set(stream, IPPROTO_TCP, TCP_USER_TIMEOUT, -1);
	set(stream, IPPROTO_IP, IP_TTL, 256);
	set(stream, IPPROTO_IP, IP_MULTICAST_TTL, 1);
	bind(both, (struct sockaddr *)&any, sizeof(any));
	set(both, IPPROTO_IPV6, IPV6_V6ONLY, 1);
	setsockopt(datagrams, IPPROTO_IP, IP_ADD_MEMBERSHIP, &no_group,
		   sizeof(no_group));
}
