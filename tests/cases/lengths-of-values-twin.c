// says: listen(3, 5) = 0
// never: here: The
// never: = -1
/* The same, with lengths and values that are right. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

int main(void)
{
	struct sockaddr_in address = {AF_INET, htons(7020)};
	struct timeval time = {5, 0};
	int one = 1, type;
	socklen_t len = sizeof(type);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bind(fd, (struct sockaddr *)&address, sizeof(address));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len);
	listen(fd, 5);
	return 0;
}
