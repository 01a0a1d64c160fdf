// says: can send no more since shutdown(3, SHUT_WR) of shut-by-a-child.2: it is the same socket
// never: usual cause:
/* A child ends the direction, and its parent finds it ended. */
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int ends[2];
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	if (!fork()) {
		shutdown(ends[0], SHUT_WR);
		_exit(0);
	}
	wait(NULL);
	send(ends[0], "x", 1, MSG_NOSIGNAL);
	return 0;
}
