// says: 16) = 0
// never: here:
// never: sizeof
#include <arpa/inet.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in any = {.sin_family = AF_UNSPEC,
				  .sin_port = htons(8080)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bind(fd, (struct sockaddr *)&any, sizeof(any));
	close(fd);
}
