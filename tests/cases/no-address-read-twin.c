// says: No route of host
// never: INADDR_NONE
// An address that was read, and is of nobody here.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons(8080),
				 .sin_addr.s_addr = inet_addr("192.0.2.1")};
	connect(fd, (void *)&to, sizeof(to));
	close(fd);
	return 0;
}
