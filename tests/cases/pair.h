/* pair: the two ends of a TCP connection, for cases. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in here(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_port = htons(5000)};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

static int make_listener(int backlog)
{
	struct sockaddr_in address = here();
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bind(fd, (struct sockaddr *)&address, sizeof address);
	listen(fd, backlog);
	return fd;
}

static int start_connect(void)
{
	struct sockaddr_in address = here();
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	connect(fd, (struct sockaddr *)&address, sizeof address);
	return fd;
}

static void make_pair(int ends[2])
{
	struct sockaddr_in address = here();
	int fd = make_listener(1);
	ends[0] = socket(AF_INET, SOCK_STREAM, 0);
	connect(ends[0], (struct sockaddr *)&address, sizeof address);
	ends[1] = accept(fd, 0, 0);
	close(fd);
}
