// The address is that of the peer, and of UDP the one that counts.
// never: ignores the address
#include "pair.h"

int main(void)
{
	struct sockaddr_in same = here(), other = here();
	int ends[2], fd = socket(AF_INET, SOCK_DGRAM, 0);
	make_pair(ends);
	other.sin_port = htons(7777);
	bind(fd, (struct sockaddr *)&other, sizeof(other));
	sendto(ends[0], "hello", 5, 0, (struct sockaddr *)&same, sizeof(same));
	recv(ends[1], &same, 5, 0);
	sendto(fd, "hello", 5, 0, (struct sockaddr *)&other, sizeof(other));
	recv(fd, &same, 5, 0);
	return 0;
}
