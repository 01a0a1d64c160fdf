// says: note: drops-privileges calls setgroups(), which fails in a lab: what runs there has one user
/* A server of root's that wants to be nobody. */
#include <grp.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	gid_t group = 12345;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	return setgroups(1, &group) == 0 || setgid(group) == 0 || close(fd);
}
