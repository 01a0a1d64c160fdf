/* A server whose client leaves early: EPIPE is what it learns that by. */
#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int pair[2];
	signal(SIGPIPE, SIG_IGN);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	close(pair[1]);
	for (int i = 0; i < 5; i++) {
		if (write(pair[0], "line\n", 5) < 0 && errno == EPIPE)
			break;
	}
	return close(pair[0]);
}
