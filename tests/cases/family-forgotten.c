// says: AF_UNSPEC: the kernel has connected family-forgotten's fd 3 with nobody
// never: SYN
#include <arpa/inet.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in there = {.sin_port = htons(8080),
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	connect(fd, (struct sockaddr *)&there, sizeof(there));
	close(fd);
}
