// It was set on another socket, that had the number before.
// never: setsockopt() asked for
#include <sys/socket.h>
#include <unistd.h>
int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), size = 4096;
	socklen_t len = sizeof size;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, len);
	close(fd);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, &len);
	return 0;
}
