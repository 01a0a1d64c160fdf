// All four bytes; a descriptor with one byte; and a datagram, which may be empty.
// says: = 4
// never: Nothing was sent
#include <string.h>
#include <sys/socket.h>

int main(void)
{
	int pair[2], datagrams[2], sent = 0;
	char length[4] = {0, 0, 0, 5}, room[CMSG_SPACE(sizeof(int))];
	struct iovec one = {"", 1};
	struct msghdr message = {0, 0, &one, 1, room, sizeof(room)};
	struct cmsghdr *control = CMSG_FIRSTHDR(&message);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	socketpair(AF_UNIX, SOCK_DGRAM, 0, datagrams);
	send(pair[0], length, sizeof(length), 0);
	send(datagrams[0], "", 0, 0);
	control->cmsg_level = SOL_SOCKET;
	control->cmsg_type = SCM_RIGHTS;
	control->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(control), &sent, sizeof(sent));
	sendmsg(pair[0], &message, 0);
}
