// POLLPRI looks like the one for what is important; it is for urgent bytes.
// says: 5 bytes to be read wait there, and are not asked for.
#include "pair.h"
#include <poll.h>

int main(void)
{
	int ends[2];
	make_pair(ends);
	write(ends[1], "hello", 5);
	struct pollfd wish = {ends[0], POLLPRI};
	poll(&wish, 1, 200);
	return 0;
}
