// recvmmsg() where nothing waits.
// says: msg_len=3}, {msg_hdr={msg_name={sa_family=AF_INET
// says: here: No datagram waits
// says: MSG_DONTWAIT: the call must not wait
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
int main(void)
{
	struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(5000)}, from[2];
	int in = socket(AF_INET, SOCK_DGRAM, 0), out = socket(AF_INET, SOCK_DGRAM, 0);
	char a[10], b[10];
	struct iovec sent[2] = {{"one", 3}, {"three", 5}}, room[2] = {{a, 10}, {b, 10}};
	struct mmsghdr m[2] = {{.msg_hdr = {&own, sizeof own, &sent[0], 1}}, {.msg_hdr = {&own, sizeof own, &sent[1], 1}}};
	struct mmsghdr r[2] = {{.msg_hdr = {&from[0], sizeof own, &room[0], 1}}, {.msg_hdr = {&from[1], sizeof own, &room[1], 1}}};
	own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bind(in, (struct sockaddr *)&own, sizeof own);
	sendmmsg(out, m, 2, 0);
	recvmmsg(in, r, 2, 0, NULL);
	recvmmsg(in, r, 2, MSG_DONTWAIT, NULL);
	return 0;
}
