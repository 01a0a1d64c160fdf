// send() with MSG_OOB: recv() stops before the urgent byte.
// says: has URG: its last byte is urgent, recv() stops before it
// never: does not wait for the rest
// never: left unread
#include "pair.h"
int main(void)
{
	int ends[2];
	char bytes[9];
	make_pair(ends);
	send(ends[0], "abc", 3, MSG_OOB);
	recv(ends[1], bytes, 9, 0);
	recv(ends[1], bytes, 9, MSG_OOB);
	return 0;
}
