// says: ioctl(3, FIONREAD, [0]) = 0
// never: io_uring
/* Nobody uses a ring. */
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int count, fd = socket(AF_INET, SOCK_DGRAM, 0);
	ioctl(fd, FIONREAD, &count);
	return 0;
}
