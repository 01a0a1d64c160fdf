// says: recv() in line 16 of old-bytes.c put 2 bytes into its buffer, and old-bytes printed "hillo world": from byte 3 on that is what an earlier message left there
// says: recv() in line 20 of old-bytes.c put 3 bytes into its buffer, and old-bytes sent "byelo world": from byte 4 on
// never: put 12 bytes
// Takes what it received for a string.
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(void)
{
	int p[2];
	char buf[32];
	socketpair(AF_UNIX, SOCK_STREAM, 0, p);
	send(p[0], "hello world", 12, 0);
	recv(p[1], buf, sizeof buf, 0);
	send(p[0], "hi", 2, 0), recv(p[1], buf, sizeof buf, 0);
	printf("%s\n", buf);
	fflush(stdout);
	send(p[0], "bye", 3, 0);
	recv(p[1], buf, sizeof buf, 0);
	send(p[1], buf, strlen(buf), 0);
}
