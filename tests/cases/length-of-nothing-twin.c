// says: getsockname(3
// never: The length was
// never: finding
#include <arpa/inet.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t room = sizeof(address), more = 100;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bind(fd, (struct sockaddr *)&address, sizeof(address));
	getsockname(fd, (struct sockaddr *)&address, &room);
	getsockname(fd, (struct sockaddr *)&address, &more);
	close(fd);
}
