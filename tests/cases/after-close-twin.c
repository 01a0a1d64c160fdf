// says: SO_KEEPALIVE, [1], 4) = 0
// never: finding
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
	close(fd);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	close(fd);
	for (fd = 3; fd < 6; fd++)
		close(fd);
}
