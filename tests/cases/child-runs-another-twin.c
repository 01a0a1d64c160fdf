// says: listen(7, 1) = 0
// never: already bound
/* It is closed in the program that is started. */
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int bound(void)
{
	struct sockaddr_in address = {AF_INET, htons(7040)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
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
