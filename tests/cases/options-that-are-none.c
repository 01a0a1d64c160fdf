// says: Option 1 of SOL_SOCKET is SO_DEBUG, which needs a privilege. TCP_NODELAY is 1, too: its level is IPPROTO_TCP.
// says: The value has 1 byte, and TCP_NODELAY takes an int of 4.
// says: has no unread bytes. It waited as long as SO_RCVTIMEO allows, 100 ms.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1, pair[2];
	char byte = 1;
	struct timeval time = {0, 100000};
	setsockopt(fd, SOL_SOCKET, TCP_NODELAY, &one, sizeof(one));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &byte, sizeof(byte));
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));
	recv(pair[0], &byte, 1, 0);
}
