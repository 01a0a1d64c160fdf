// says: The length says 8 bytes, and an address of AF_INET has 16. 8 is what sizeof says of a pointer.
// says: fd 3 is of AF_INET, the address of family 43690
// says: fd 3 is of AF_INET, the address of AF_UNSPEC: its family is 0
// never: usual cause
#include <arpa/inet.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in there = {.sin_family = AF_INET,
				    .sin_port = htons(8080),
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct sockaddr *address = (struct sockaddr *)&there;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bind(fd, address, sizeof(address));
	connect(fd, address, sizeof(address));
	there.sin_family = 0xaaaa;
	bind(fd, address, sizeof(there));
	there.sin_family = AF_UNSPEC;
	bind(fd, address, sizeof(there));
	close(fd);
}
