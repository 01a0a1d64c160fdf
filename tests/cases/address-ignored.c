// sendto() of a connected TCP socket names another address.
// says: address-ignored's fd 4 is connected to 127.0.0.1:5000, and the bytes go there: TCP ignores the address that the call names, 127.0.0.1:7777.
#include "pair.h"

int main(void)
{
	struct sockaddr_in other = here();
	int ends[2];
	make_pair(ends);
	other.sin_port = htons(7777);
	sendto(ends[0], "hello", 5, 0, (struct sockaddr *)&other, sizeof(other));
	recv(ends[1], &other, 5, 0);
	return 0;
}
