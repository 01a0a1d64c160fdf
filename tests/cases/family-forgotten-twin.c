// says: No socket of the lab listens on 127.0.0.1:8080
// never: AF_UNSPEC
#include <arpa/inet.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in there = {.sin_family = AF_INET,
				    .sin_port = htons(8080),
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	connect(fd, (struct sockaddr *)&there, sizeof(there));
	close(fd);
}
