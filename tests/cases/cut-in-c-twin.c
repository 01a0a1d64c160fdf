// It fits to the byte.
// never: did not fit
#include "udp.h"
int main(void)
{
	char bytes[300] = {1};
	int in = make_receiver(), out = make_sender();
	send(out, bytes, 100, 0);
	recv(in, bytes, 100, 0);
	close(out);
	return 0;
}
