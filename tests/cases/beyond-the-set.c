// select() with a number that no fd_set has room for.
// says: beyond-the-set's fd 1030 is beyond an fd_set, which ends with 1023
// never: none of these is in a set
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HIGH = 1030, BITS = 8 * sizeof(long) };

int main(void)
{
	struct rlimit most = {2048, 2048};
	struct timeval time = {0, 100000};
	int pair[2];
	unsigned long *set = calloc(4, sizeof(fd_set));
	setrlimit(RLIMIT_NOFILE, &most);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	dup2(pair[0], HIGH);
	set[HIGH / BITS] |= 1UL << HIGH % BITS;
	printf("%d\n", select(HIGH + 1, (void *)set, NULL, NULL, &time));
	close(HIGH);
	close(pair[0]);
	close(pair[1]);
	free(set);
	return 0;
}
