// says: 255.255.255.255 is also INADDR_NONE: what inet_addr() returns for text that is no address.
// What is no address becomes one that is never anybody's.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons(8080),
				 .sin_addr.s_addr = inet_addr("localhost")};
	connect(fd, (void *)&to, sizeof(to));
	close(fd);
	return 0;
}
