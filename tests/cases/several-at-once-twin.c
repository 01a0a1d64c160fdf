// Two are asked for, one is there, and that is enough.
// says: msg_len=3}], 2, MSG_WAITFORONE, NULL) = 1
// never: No datagram waits
// never: MSG_DONTWAIT
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
int main(void)
{
	struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(5000)};
	int in = socket(AF_INET, SOCK_DGRAM, 0), out = socket(AF_INET, SOCK_DGRAM, 0);
	char a[10], b[10];
	struct iovec room[2] = {{a, 10}, {b, 10}};
	struct mmsghdr r[2] = {{.msg_hdr = {NULL, 0, &room[0], 1}}, {.msg_hdr = {NULL, 0, &room[1], 1}}};
	own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bind(in, (struct sockaddr *)&own, sizeof own);
	sendto(out, "one", 3, 0, (struct sockaddr *)&own, sizeof own);
	recvmmsg(in, r, 2, MSG_WAITFORONE, NULL);
	return 0;
}
