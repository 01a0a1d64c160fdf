// strlen() of bytes that begin with a NUL; descriptors that are sent without a byte.
// says: Nothing was sent, for 0 bytes were given. strlen() counts up to the first NUL.
// says: Nothing was sent, and no descriptor either: on a stream they travel with a byte at least.
#include <string.h>
#include <sys/socket.h>

int main(void)
{
	int pair[2], sent = 0;
	char length[4] = {0, 0, 0, 5}, room[CMSG_SPACE(sizeof(int))];
	struct iovec nothing = {"", 0};
	struct msghdr message = {0, 0, &nothing, 1, room, sizeof(room)};
	struct cmsghdr *control = CMSG_FIRSTHDR(&message);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	send(pair[0], length, strlen(length), 0);
	control->cmsg_level = SOL_SOCKET;
	control->cmsg_type = SCM_RIGHTS;
	control->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(control), &sent, sizeof(sent));
	sendmsg(pair[0], &message, 0);
}
