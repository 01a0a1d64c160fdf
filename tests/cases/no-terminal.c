// Whether a socket is a terminal, as stdio asks before it buffers.
// says: fd 3 is a socket, and TCGETS asks a terminal: isatty() learns
// says: fd 3 is a socket, and sockets have no request of the number 0x1234
// never: (null)
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
int main(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0), n;
	isatty(fd);
	ioctl(fd, 0x1234, &n);
	close(fd);
	return 0;
}
