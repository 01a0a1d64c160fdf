// There is a seat.
// never: is full
#include "pair.h"
#include <poll.h>
int main(void)
{
	int fd = make_listener(1), ends[2];
	struct pollfd last = {.events = POLLOUT};
	for (int i = 0; i < 2; i++)
		ends[i] = start_connect();
	last.fd = ends[1];
	poll(&last, 1, 200);
	close(fd);
	return 0;
}
