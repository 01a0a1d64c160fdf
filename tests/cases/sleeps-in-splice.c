// splice() waits for its socket, whatever SPLICE_F_NONBLOCK says of the pipe.
// says: note: nothing can move any more: sleeps-in-splice waits in splice()
// says: for bytes, or the end, from sleeps-in-splice's fd 5 (fd 4)
// never: is at work
#define _GNU_SOURCE
#include "pair.h"
#include <fcntl.h>

int main(void)
{
	int ends[2], pipes[2];
	make_pair(ends);
	pipe(pipes);
	splice(ends[0], 0, pipes[1], 0, 100, SPLICE_F_NONBLOCK);
	return 0;
}
