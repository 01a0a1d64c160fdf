// says: here: The end of the stream: splice-of-sockets-twin sent FIN
// never: splice() moves bytes into a pipe
#define _GNU_SOURCE
#include "pair.h"
#include <fcntl.h>

int main(void)
{
	int ends[2], pipes[2];
	make_pair(ends);
	pipe(pipes);
	write(ends[1], "hello", 5);
	splice(ends[0], 0, pipes[1], 0, 100, 0);
	close(ends[1]);
	splice(ends[0], 0, pipes[1], 0, 100, 0);
	return 0;
}
