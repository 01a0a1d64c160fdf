// says: exit status 0
// never: finding,
// Counts; ends a string; and looks first, then takes a part.
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(void)
{
	int p[2], n;
	char buf[32];
	socketpair(AF_UNIX, SOCK_STREAM, 0, p);
	send(p[0], "hello world", 12, 0);
	recv(p[1], buf, sizeof buf, 0);
	send(p[0], "hi", 2, 0);
	n = recv(p[1], buf, sizeof buf, 0);
	printf("%.*s\n", n, buf);
	send(p[0], "bye", 3, 0);
	n = recv(p[1], buf, sizeof buf - 1, 0);
	buf[n] = 0;
	puts(buf);
	send(p[1], buf, n, 0);
	recv(p[0], buf, sizeof buf, 0);
	send(p[0], "hello again", 11, 0);
	recv(p[1], buf, sizeof buf, MSG_PEEK);
	recv(p[1], buf, 5, 0);
	recv(p[1], buf + 5, 6, 0);
	printf("%.11s\n", buf);
}
