// In main() itself the line is all that there is to say.
// says: ECONNREFUSED
// never: at: line
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(5050)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	connect(fd, (struct sockaddr *)&to, sizeof to);
	close(fd);
	return 0;
}
