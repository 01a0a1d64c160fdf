/* udp: a socket that has a port, and one that sends there, for cases. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in there(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_port = htons(7000)};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

static int make_receiver(void)
{
	struct sockaddr_in address = there();
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	bind(fd, (struct sockaddr *)&address, sizeof address);
	return fd;
}

static int make_sender(void)
{
	struct sockaddr_in address = there();
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	connect(fd, (struct sockaddr *)&address, sizeof address);
	return fd;
}
