// never: one user
/* To become who one is needs no privilege, and -1 is nobody. */
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	return setuid(getuid()) || setregid(-1, getgid()) ||
	       fchown(fd, -1, -1) || close(fd);
}
