// says: here: 5 of the 64 bytes are text, and the other 59, behind it, are NULs
// never: finding,
/* The whole buffer is sent where the text in it was meant. */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	char text[64] = "hello", room[64];
	int ends[2];
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	send(ends[0], text, sizeof(text), 0);
	recv(ends[1], room, sizeof(room), 0);
	return 0;
}
