// says: note: child-runs-another.2 runs cat now
// says: here: Port 7040 is already bound by child-runs-another.2's fd 7, in LISTEN.
/* A program that was started has the listener, too, and keeps the port. */
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int bound(void)
{
	struct sockaddr_in address = {AF_INET, htons(7040)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bind(fd, (struct sockaddr *)&address, sizeof(address));
	listen(fd, 1);
	return fd;
}

int main(void)
{
	int to[2], from[2];
	char byte = '.';
	pipe(to);
	pipe(from);
	int fd = bound();
	pid_t child = fork();
	if (!child) {
		dup2(to[0], 0);
		dup2(from[1], 1);
		execlp("cat", "cat", NULL);
	}
	write(to[1], &byte, 1);
	read(from[0], &byte, 1); // Until it runs: what it gets, it gives.
	close(fd);
	bound();
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	return 0;
}
