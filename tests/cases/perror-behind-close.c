// perror() opens a copy of standard error, which gets the number of the socket: that is its own affair. The second close() is the program's.
// says: terminal: connect: Connection refused
// says: close(3) = -1 EBADF
// says: finding, perror-behind-close:
// never: is another file now
// never: write(3
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in nobody = {.sin_family = AF_INET, .sin_port = htons(5000)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	nobody.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(fd, (struct sockaddr *)&nobody, sizeof(nobody)) < 0) {
		close(fd);
		perror("connect");
	}
	send(fd, "x", 1, 0);
	close(fd);
	return 0;
}
