// says: sendto(3, "x", 1, MSG_NOSIGNAL, NULL, 0) = 1
// never: can send no more
/* A child closes its number, and its parent sends on. */
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int ends[2];
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	if (!fork()) {
		close(ends[0]);
		_exit(0);
	}
	wait(NULL);
	send(ends[0], "x", 1, MSG_NOSIGNAL);
	return 0;
}
