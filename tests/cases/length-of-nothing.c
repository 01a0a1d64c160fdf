// says: The length was 0 at the call: the kernel wrote nothing of the address
// says: was given a length of 0 for the address, so nothing of it was written
// says: The length was 8 at the call: the kernel wrote only 8 of the 16 bytes
// of the address
#include <arpa/inet.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t none = 0, less = sizeof(&address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bind(fd, (struct sockaddr *)&address, sizeof(address));
	getsockname(fd, (struct sockaddr *)&address, &none);
	getsockname(fd, (struct sockaddr *)&address, &less);
	close(fd);
}
