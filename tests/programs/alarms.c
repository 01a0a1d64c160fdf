/* alarms: waits in recv while a signal handler makes calls of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Without a word, the handler sends what recv() waits for, and recv() is made
 * again (SA_RESTART). "deep": the handler waits in recv() itself, for another
 * handler. "leaves": it does not come back, and main() goes on elsewhere.
 * Nothing depends on time: a child sends each signal when its parent sleeps,
 * or, when a second word is given, somebody else does.
 */
#include "net.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>

static int ends[2];
static bool is_deep, leaves;
static sigjmp_buf elsewhere;

static void say(const char *text)
{
	send(ends[1], text, strlen(text), 0);
}

static void at_first(int number)
{
	char text[16];
	(void)number;
	if (leaves)
		siglongjmp(elsewhere, 1);
	if (is_deep)
		recv(ends[0], text, sizeof(text), 0);
	say("outer");
}

static void at_second(int number)
{
	(void)number;
	say("inner");
}

/* A line of /proc/PID/status. */
static void read_status(pid_t pid, const char *word, char *line, int size)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	FILE *file = fopen(path, "r");
	while (file && fgets(line, size, file))
		if (!strncmp(line, word, strlen(word)))
			break;
	if (file)
		fclose(file);
}

/* Whether it sleeps, and is in the handler of this signal or in none (0). */
static bool sleeps(pid_t pid, int number)
{
	char state[128] = "", blocked[128] = "";
	unsigned long long mask = 1;
	read_status(pid, "State:", state, sizeof(state));
	read_status(pid, "SigBlk:", blocked, sizeof(blocked));
	sscanf(blocked, "SigBlk: %llx", &mask);
	return strstr(state, "S (") &&
	       (number ? mask >> (number - 1) & 1 : !mask);
}

static void wake(pid_t pid)
{
	while (!sleeps(pid, 0))
		usleep(1000);
	kill(pid, SIGUSR1);
	while (is_deep && !sleeps(pid, SIGUSR1))
		usleep(1000);
	if (is_deep)
		kill(pid, SIGUSR2);
}

static void handle(int number, void (*fn)(int))
{
	struct sigaction action = {.sa_handler = fn, .sa_flags = SA_RESTART};
	sigaction(number, &action, NULL);
}

int main(int argc, char **argv)
{
	char text[16];
	pid_t self = getpid();
	is_deep = argc > 1 && !strcmp(argv[1], "deep");
	leaves = argc > 1 && !strcmp(argv[1], "leaves");
	handle(SIGUSR1, at_first);
	handle(SIGUSR2, at_second);
	if (argc <= 2 && !fork()) {
		wake(self);
		_exit(0);
	}
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	if (!sigsetjmp(elsewhere, 1))
		recv(ends[0], text, sizeof(text), 0);
	say("last");
	recv(ends[0], text, sizeof(text), 0);
	close(ends[0]);
	close(ends[1]);
	return 0;
}
