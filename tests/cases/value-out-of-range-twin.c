// says: exit status 0
// never: EINVAL
// never: takes 
// never: no group
// never: has to be set
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
	struct ip_mreq group = {{inet_addr("239.1.2.3")},
				{htonl(INADDR_LOOPBACK)}};
	set(stream, IPPROTO_TCP, TCP_KEEPIDLE, 1);
	set(stream, IPPROTO_TCP, TCP_USER_TIMEOUT, 0);
	set(stream, IPPROTO_TCP, TCP_MAXSEG, 0);
	set(stream, IPPROTO_IP, IP_TTL, -1);
	set(datagrams, IPPROTO_IP, IP_MULTICAST_TTL, 1);
	set(both, IPPROTO_IPV6, IPV6_V6ONLY, 1);
	bind(both, (struct sockaddr *)&any, sizeof(any));
	setsockopt(datagrams, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group,
		   sizeof(group));
}
