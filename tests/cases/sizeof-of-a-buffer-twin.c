// says: sendto(3, "hello\0", 6, 0, NULL, 0) = 6
// never: are NULs
/* The text and its terminator. */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	char text[64] = "hello", room[64];
	int ends[2];
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	send(ends[0], text, strlen(text) + 1, 0);
	recv(ends[1], room, sizeof(room), 0);
	return 0;
}
