// says: exit_group(0)
// never: pselect6(
// never: usual cause:
/* No set and no number: it sleeps for a while, and is about no socket. */
#include <stddef.h>
#include <sys/select.h>
#include <sys/socket.h>

int main(void)
{
	int ends[2];
	struct timeval time = {0, 20000};
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	return select(0, NULL, NULL, NULL, &time);
}
