// FD_CLOEXEC given to accept4().
// says: 0x1 is neither, it is FD_CLOEXEC, which fcntl() takes
// says: Beside the type stand SOCK_NONBLOCK and SOCK_CLOEXEC; 0x400 is neither.
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/socket.h>
int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	listen(fd, 1);
	accept4(fd, 0, 0, FD_CLOEXEC);
	socket(AF_INET, SOCK_STREAM | O_APPEND, 0);
	return 0;
}
