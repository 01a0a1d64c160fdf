/* connected-client.c: what client did in a run of sockstep:
 * Connected before accept.
 *
 *     cc -Wall -Wextra -o connected-client connected-client.c
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
	int cli = -1;
	int other = -1;
	struct sigaction action = {.sa_handler = wake};
	sigaction(SIGALRM, &action, NULL);

	turn(2);
	// Reach the server: connect without anybody accepting

	// The kernel answered: 3
	cli = socket(AF_INET, SOCK_STREAM, 0);
	if (cli == -1)
		perror("socket");

	// The kernel answered: 0
	{
		struct sockaddr_in addr = {0};
		addr.sin_family = AF_INET;
		addr.sin_port = htons(12345);
		inet_pton(AF_INET, "127.0.0.1", &addr.sin_addr);
		if (connect(cli, (struct sockaddr *)&addr, sizeof(addr)) == -1)
			perror("connect");
	}
	over(2);

	turn(4);
	// Ask: a call to the wrong number

	// The kernel answered: 4
	other = socket(AF_INET, SOCK_STREAM, 0);
	if (other == -1)
		perror("socket");

	// The kernel answered: -1 ECONNREFUSED (Connection refused)
	{
		struct sockaddr_in addr = {0};
		addr.sin_family = AF_INET;
		addr.sin_port = htons(12346);
		inet_pton(AF_INET, "127.0.0.1", &addr.sin_addr);
		if (connect(other, (struct sockaddr *)&addr, sizeof(addr)) == -1)
			perror("connect");
	}
	over(4);

	// The end of a process closes its sockets: not before the others are done.
	turn(5);
	return 0;
}
