// A proxy's author heard that splice() moves bytes from socket to socket.
// says: here: splice() moves bytes into a pipe or out of one, and
// says: fd 4 and splice-of-sockets's fd 5 are sockets.
#define _GNU_SOURCE
#include "pair.h"
#include <fcntl.h>

int main(void)
{
	int ends[2];
	make_pair(ends);
	write(ends[1], "hello", 5);
	splice(ends[0], 0, ends[1], 0, 100, 0);
	return 0;
}
