// INADDR_LOOPBACK is in the byte order of the machine.
// says: 1.0.0.127 is 127.0.0.1 with its four bytes swapped: one htonl() too few
// never: finding,
#include <netinet/in.h>
#include <unistd.h>
int main(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	address.sin_addr.s_addr = INADDR_LOOPBACK;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	bind(fd, (void *)&address, sizeof address);
	connect(fd, (void *)&address, sizeof address);
	close(fd);
	return 0;
}
