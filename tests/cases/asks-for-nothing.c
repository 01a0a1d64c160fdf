// recv() for 0 bytes waits on TCP, and its 0 is no end.
// says: 0 because 0 bytes were asked for: this is not the end. It waited 0.3 s for bytes.
// never: for the end
#include "pair.h"
#include <sys/time.h>

int main(void)
{
	struct timeval time = {0, 300000};
	char byte;
	int ends[2];
	make_pair(ends);
	setsockopt(ends[1], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));
	recv(ends[1], &byte, 0, 0);
	return 0;
}
