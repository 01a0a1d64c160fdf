// says: listen(5, 1) = 0
// says: listen(4, 1) = 0
// never: already bound
/* It is closed in the program that is started. */
#define _GNU_SOURCE
#include <fcntl.h>
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
	int begun[2];
	char byte;
	pipe2(begun, O_CLOEXEC);
	int fd = bound();
	pid_t child = fork();
	if (!child)
		execlp("sleep", "sleep", "100", NULL);
	close(begun[1]);
	read(begun[0], &byte, 1); // Until it has executed.
	close(fd);
	bound();
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	return 0;
}
