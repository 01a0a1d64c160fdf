// says: tv_nsec=20000000}, [INT], 8
// never: Nothing became ready
// says: = 1 ([{fd=3, revents=POLLIN}], left {tv_sec=0, tv_nsec=
/* The same, with something to read. */
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
	int ends[2];
	sigset_t mask;
	struct timespec span = {0, 20000000};
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	struct pollfd poll = {ends[0], POLLIN, 0};
	write(ends[1], "x", 1);
	sigemptyset(&mask);
	sigaddset(&mask, SIGINT);
	ppoll(&poll, 1, &span, &mask);
	return 0;
}
