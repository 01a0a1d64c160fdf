// says: pselect6(5, [4], NULL, NULL
// never: below nfds
// The same with 1 added; and a wait without any set is only a pause.
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		return 1;
	write(pair[0], "hello", 5);
	fd_set set;
	FD_ZERO(&set);
	FD_SET(pair[1], &set);
	struct timeval timeout = {0, 1000}, pause = {0, 1000};
	select(pair[1] + 1, &set, NULL, NULL, &timeout);
	select(0, NULL, NULL, NULL, &pause);
	close(pair[0]);
	close(pair[1]);
	return 0;
}
