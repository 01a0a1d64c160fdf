// What splice() moves has come.
// never: nothing can move any more
#define _GNU_SOURCE
#include "pair.h"
#include <fcntl.h>

int main(void)
{
	int ends[2], pipes[2];
	make_pair(ends);
	pipe(pipes);
	send(ends[1], "hello", 5, 0);
	splice(ends[0], 0, pipes[1], 0, 100, 0);
	return 0;
}
