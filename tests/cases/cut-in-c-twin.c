// It fits to the byte; and who has itself told by MSG_TRUNC knows.
// never: finding
#include "udp.h"
int main(void)
{
	char bytes[300] = {1};
	int in = make_receiver(), out = make_sender();
	send(out, bytes, 100, 0);
	recv(in, bytes, 100, 0);
	bytes[0] = 2;
	send(out, bytes, 300, 0);
	recv(in, bytes, 100, MSG_TRUNC);
	close(out);
	return 0;
}
