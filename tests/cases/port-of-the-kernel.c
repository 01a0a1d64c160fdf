// says: Port 0 asks for any: the kernel chose
// never: 9999
#include <arpa/inet.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in here = {.sin_family = AF_INET,
				   .sin_port = htonl(9999)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bind(fd, (struct sockaddr *)&here, sizeof(here));
	close(fd);
}
