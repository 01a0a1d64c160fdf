// A datagram of 300 bytes, and recv() of 100 that asks for no address.
// says: finding, cut-in-c: recv() in line 10 of cut-in-c.c had room for 100 bytes of a datagram of 300, and the other 200 are lost
// says: The datagram had 300 bytes; 200 bytes did not fit and are lost.
#include "udp.h"
int main(void)
{
	char bytes[300] = {1};
	int in = make_receiver(), out = make_sender();
	send(out, bytes, 300, 0);
	recv(in, bytes, 100, 0);
	close(out);
	return 0;
}
