// A connection is taken back by connect() with AF_UNSPEC, and sent on.
// says:   here: The last connect() of taken-back's fd 4 named AF_UNSPEC and so
// ended the connection: its own kernel sent the RST, and this error is what it
// left to be told once. says:   here: taken-back's fd 4 has no peer: its last
// connect() named AF_UNSPEC, which connects it with nobody. never: The peer
// answered never: finding,
#include "pair.h"

#include <signal.h>

int main(void)
{
	struct sockaddr nobody = {.sa_family = AF_UNSPEC};
	int ends[2];
	make_pair(ends);
	signal(SIGPIPE, SIG_IGN);
	connect(ends[0], &nobody, sizeof(nobody));
	send(ends[0], "hello", 5, 0);
	send(ends[0], "hello", 5, 0);
	return 0;
}
