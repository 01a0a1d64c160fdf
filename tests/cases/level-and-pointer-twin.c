// The right levels; an option that this kernel has not got, and memory that is none.
// says: ENOPROTOOPT
// says: EFAULT
// never: has no such option: those of
// never: which can only be read
// never: it looks like the value itself
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

int main(void)
{
	int one = 1, six = socket(AF_INET6, SOCK_STREAM, 0), length = sizeof(one);
	setsockopt(six, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(six, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
	getsockopt(six, SOL_SOCKET, SO_ERROR, &one, &length);
	setsockopt(six, IPPROTO_TCP, 9999, &one, sizeof(one));
	setsockopt(six, SOL_SOCKET, SO_REUSEADDR, (void *)0x7ff0000000000000, sizeof(one));
}
