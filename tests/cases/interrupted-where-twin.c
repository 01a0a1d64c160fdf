// A call that the handler itself makes, and that fails, stands in the handler.
// says:   at: line 10 of interrupted-where-twin.c, in handle()
#include "pair.h"
#include <signal.h>

static int listener;
static void handle(int number)
{
	char byte;
	recv(listener, &byte, number - SIGALRM + 1, 0);
}

int main(void)
{
	struct sigaction action = {.sa_handler = handle};
	listener = make_listener(1);
	sigaction(SIGALRM, &action, 0);
	alarm(1);
	pause();
	return 0;
}
