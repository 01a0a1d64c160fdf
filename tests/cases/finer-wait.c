// says: tv_nsec=20000000}, [INT], 8
// says: here: Nothing became ready in 20 ms. finer-wait's fd 3: no unread bytes.
/* poll() in its form with nanoseconds and a mask. */
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
	sigemptyset(&mask);
	sigaddset(&mask, SIGINT);
	ppoll(&poll, 1, &span, &mask);
	return 0;
}
