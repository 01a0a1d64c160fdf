// Options at a level that is not the socket's, and a value where its address belongs.
// says: udp UNCONN
// says: has no such option: those of IPPROTO_TCP are for sockets of TCP, and this is one of UDP.
// says: has no such option: a UNIX socket has those of SOL_SOCKET only.
// says: has no such option: those of IPPROTO_IPV6 are for sockets of AF_INET6, and this is one of AF_INET.
// says: Option 4 of SOL_SOCKET is SO_ERROR, which can only be read. TCP_KEEPIDLE is 4, too: its level is IPPROTO_TCP.
// says: Where the address of the value is to stand, there is 1, and no address is so small: it looks like the value itself.
// says: The address of the value is NULL, but the length says that there is one.
// says: tv_usec is 2000000, and must be from 0 to 999999: whole seconds belong in tv_sec.
// never: usual cause
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

int main(void)
{
	int one = 1, udp = socket(AF_INET, SOCK_DGRAM, 0), tcp = socket(AF_INET, SOCK_STREAM, 0), local = socket(AF_UNIX, SOCK_STREAM, 0);
	struct timeval time = {0, 2000000};
	setsockopt(udp, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(local, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(tcp, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
	setsockopt(tcp, SOL_SOCKET, TCP_KEEPIDLE, &one, sizeof(one));
	setsockopt(tcp, SOL_SOCKET, SO_REUSEADDR, (void *)(long)one, sizeof(one));
	setsockopt(tcp, SOL_SOCKET, SO_REUSEADDR, 0, sizeof(one));
	setsockopt(tcp, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));
}
