// A connection is taken back, and another made: what is sent goes there.
// says: A connection was not accepted yet: the kernel has reset it
// never: has no peer
// never: finding,
#include "pair.h"

int main(void)
{
	struct sockaddr nobody = {.sa_family = AF_UNSPEC};
	struct sockaddr_in there = here();
	int listener = make_listener(2), fd = socket(AF_INET, SOCK_STREAM, 0);
	connect(fd, (struct sockaddr *)&there, sizeof(there));
	connect(fd, &nobody, sizeof(nobody));
	connect(fd, (struct sockaddr *)&there, sizeof(there));
	send(fd, "hello", 5, 0);
	close(fd);
	close(listener);
	return 0;
}
