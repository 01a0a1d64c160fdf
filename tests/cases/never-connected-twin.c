// write() on a connection that its other end has closed.
// says: nobody can receive on this connection any more
// never: connect() was not called
#include <sys/socket.h>
#include <unistd.h>
int main(void)
{
	int ends[2];
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	close(ends[1]);
	write(ends[0], "hello", 5);
	return 0;
}
