// A request that sockets have, of a family that has not this one.
// says: is of UDP, which has no SIOCATMARK
// never: asks a terminal
// never: sockets have no request
#include <sys/ioctl.h>
#include <linux/sockios.h>
#include <sys/socket.h>
#include <unistd.h>
int main(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0), n;
	ioctl(fd, SIOCATMARK, &n);
	ioctl(fd, FIONREAD, &n);
	close(fd);
	return 0;
}
