// An address that nobody has, in either order of its bytes.
// says: No interface of host host has the address 2.0.0.126
// never: with its four bytes swapped
#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>
int main(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	address.sin_addr.s_addr = inet_addr("2.0.0.126");
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	bind(fd, (void *)&address, sizeof address);
	connect(fd, (void *)&address, sizeof address);
	close(fd);
	return 0;
}
