/* A blocking connect that a timer interrupts. */
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static void rings(int number)
{
	(void)number;
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	struct sockaddr_in server = {
		.sin_family = AF_INET,
		.sin_port = htons(atoi(argv[2])),
	};
	inet_pton(AF_INET, argv[1], &server.sin_addr);
	struct sigaction action = {.sa_handler = rings};
	sigaction(SIGALRM, &action, NULL);
	int ms = atoi(argv[3]), sock = socket(AF_INET, SOCK_STREAM, 0);
	struct itimerval timer = {
		.it_value = {ms / 1000, ms % 1000 * 1000}};
	setitimer(ITIMER_REAL, &timer, NULL);
	int error = connect(sock, (struct sockaddr *)&server,
			    sizeof(server)) ? errno : 0;
	close(sock);
	puts(!error			? "open"
	     : error == ECONNREFUSED	? "refused"
	     : error == EINTR		? "timeout"
	     : error == ENETUNREACH ||
		       error == EHOSTUNREACH ? "unreachable"
					     : "failed");
	return error != 0;
}
