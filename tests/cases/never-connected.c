// write() on a socket of TCP that was never told to connect.
// says: SIGPIPE killed never-connected in write()
// says: connect() was not called on this socket, so there never was a connection
// never: nobody can receive on this connection any more
#include <sys/socket.h>
#include <unistd.h>
int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	write(fd, "hello", 5);
	return 0;
}
