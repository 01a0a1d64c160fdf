// SO_OOBINLINE: the urgent byte is in its place, and recv() still stops there.
// never: recv() with MSG_OOB takes it
// never: does not wait for the rest
#include "pair.h"
int main(void)
{
	int ends[2], one = 1;
	char bytes[9];
	make_pair(ends);
	setsockopt(ends[1], SOL_SOCKET, SO_OOBINLINE, &one, sizeof one);
	send(ends[0], "abc", 3, MSG_OOB);
	recv(ends[1], bytes, 9, 0);
	recv(ends[1], bytes, 9, 0);
	return 0;
}
