// The flags are right; there is no listener.
// says: does not listen
// never: is neither
#define _GNU_SOURCE
#include <sys/socket.h>
int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	accept4(fd, 0, 0, SOCK_CLOEXEC | SOCK_NONBLOCK);
	return 0;
}
