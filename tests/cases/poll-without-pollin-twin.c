// never: are not asked for
// says: Nothing became ready in 200 ms
#include "pair.h"
#include <poll.h>

int main(void)
{
	int ends[2];
	char bytes[5];
	make_pair(ends);
	write(ends[1], "hello", 5);
	struct pollfd wishes[] = {{ends[0], POLLPRI}, {ends[0], POLLIN}};
	poll(wishes, 2, 200);
	read(ends[0], bytes, 5);
	poll(wishes, 2, 200);
	return 0;
}
