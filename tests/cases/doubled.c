// SO_RCVBUF read back: twice as much.
// says: setsockopt() asked for 4096, and the kernel doubles it
// says: setsockopt() asked for 100
// says: is the least that there is
#include <sys/socket.h>
int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), size = 4096;
	socklen_t len = sizeof size;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, len);
	getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, &len);
	size = 100;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, len);
	getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, &len);
	return 0;
}
