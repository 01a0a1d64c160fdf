// splice() of a connection from which nothing has come, and waits for nothing.
// says: ) = -1 EAGAIN
// says:   here: moved-to-a-pipe's fd 4 has no unread bytes.
// never: usual cause
#define _GNU_SOURCE
#include "pair.h"
#include <fcntl.h>

int main(void)
{
	int ends[2], pipes[2];
	make_pair(ends);
	pipe(pipes);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	splice(ends[0], 0, pipes[1], 0, 100, SPLICE_F_NONBLOCK);
	close(ends[0]);
	return 0;
}
