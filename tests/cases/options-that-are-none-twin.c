// says: exit status 0
// never: Option 1
// never: The value has
// never: SO_RCVTIMEO allows
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1, pair[2];
	unsigned char byte = 1;
	struct timeval none = {0, 0};
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(fd, IPPROTO_IP, IP_TTL, &byte, sizeof(byte));
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &none, sizeof(none));
	recv(pair[0], &byte, 1, MSG_DONTWAIT);
}
