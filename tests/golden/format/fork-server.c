/* fork-server.c: what server did in a run of sockstep:
 * A free lab.
 *
 *     cc -Wall -Wextra -o fork-server fork-server.c
 *
 * Started alone, it goes ahead by itself. Started like this, in one line, the
 * programs take turns:
 *
 *     : >turns; export TURNS=turns; ./fork-server & ./fork-client & wait
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
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

/* A call that sleeps and is interrupted by this fails with EINTR, or goes on:
 * sigaction(2) says which. */
static void handler(int number)
{
	(void)number;
}

int main(void)
{
	int srv = -1;
	int conn = -1;
	int child = -1;
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

	// The kernel answered: 0
	if (listen(srv, 5) == -1)
		perror("listen");

	// The kernel answered: 0
	{
		struct sigaction action = {0};
		action.sa_handler = handler;
		if (sigaction(SIGCHLD, &action, NULL) == -1)
			perror("sigaction");
	}
	over(1);

	turn(3);
	// The kernel answered: 4
	{
		struct sockaddr_storage addr;
		socklen_t addrlen = sizeof(addr);
		conn = accept(srv, (struct sockaddr *)&addr, &addrlen);
		if (conn == -1)
			perror("accept");
	}

	// The kernel answered: 4
	child = fork();
	if (child == -1)
		perror("fork");
	if (child == 0) {
		turn(4);
		// The kernel answered: 0
		if (close(srv) == -1)
			perror("close");

		// The kernel answered: 2
		if (send(conn, "hi", 2, 0) == -1)
			perror("send");
		over(4);

		turn(7);
		// It never comes back from this call.
		over(7);
		_exit(3);
	}

	// The kernel answered: 0
	if (close(conn) == -1)
		perror("close");
	over(3);

	turn(6);
	// It slept until another move; then: -1 EINTR (Interrupted system call)
	over(6);
	{
		struct sockaddr_storage addr;
		socklen_t addrlen = sizeof(addr);
		if (accept(srv, (struct sockaddr *)&addr, &addrlen) == -1)
			perror("accept");
	}
	turn(8);

	// The kernel answered: 4
	{
		int status;
		if (waitpid(child, &status, 0) == -1)
			perror("waitpid");
	}

	// The kernel answered: -1 ESRCH (No such process)
	if (kill(child, SIGTERM) == -1)
		perror("kill");
	over(8);

	// The end of a process closes its sockets: not before the others are done.
	turn(9);
	return 0;
}
