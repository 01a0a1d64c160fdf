/* connected-server.c: what server did in a run of sockstep:
 * Connected before accept.
 *
 *     cc -Wall -Wextra -o connected-server connected-server.c
 *
 * Started alone, it goes ahead by itself. Started like this, in one line, the
 * programs take turns:
 *
 *     : >turns; export TURNS=turns; ./connected-server & ./connected-client & wait
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* A call that is interrupted by this fails with EINTR. */
static void wake(int number)
{
	(void)number;
}

/* The length of the file that TURNS names says how many turns are over. Without
 * it nobody waits. */
static void turn(int number)
{
	const char *turns = getenv("TURNS");
	struct stat file;
	if (!turns)
		return;
	while (!stat(turns, &file) && file.st_size < number - 1)
		usleep(1000);
	// A call that sleeps too long keeps the others waiting.
	alarm(3);
}

static void over(int number)
{
	const char *turns = getenv("TURNS");
	alarm(0);
	if (turns && truncate(turns, number) == -1)
		perror(turns);
}

int main(void)
{
	int srv = -1;
	int conn = -1;
	struct sigaction action = {.sa_handler = wake};
	sigaction(SIGALRM, &action, NULL);

	turn(1);
	// The kernel answered: 3
	srv = socket(AF_INET, SOCK_STREAM, 0);
	if (srv == -1)
		perror("socket");

	// The kernel answered: 0
	{
		struct sockaddr_in addr = {0};
		addr.sin_family = AF_INET;
		addr.sin_port = htons(12345);
		inet_pton(AF_INET, "127.0.0.1", &addr.sin_addr);
		if (bind(srv, (struct sockaddr *)&addr, sizeof(addr)) == -1)
			perror("bind");
	}

	// Get ready: a server that never accepts

	// The kernel answered: 0
	if (listen(srv, 5) == -1)
		perror("listen");
	over(1);

	turn(3);
	// Take the call: collect what is there

	// The kernel answered: 4
	{
		struct sockaddr_storage addr;
		socklen_t addrlen = sizeof(addr);
		conn = accept(srv, (struct sockaddr *)&addr, &addrlen);
		if (conn == -1)
			perror("accept");
	}

	// It slept in this call until the run ended.
	over(3);
	{
		struct sockaddr_storage addr;
		socklen_t addrlen = sizeof(addr);
		if (accept(srv, (struct sockaddr *)&addr, &addrlen) == -1)
			perror("accept");
	}

	// The end of a process closes its sockets: not before the others are done.
	turn(5);
	return 0;
}
