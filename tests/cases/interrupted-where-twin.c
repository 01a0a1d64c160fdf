// A call that the handler itself makes, and that fails, stands in the handler.
// says:   at: line 11 of interrupted-where-twin.c, in handle()
#include "pair.h"
#include <signal.h>
#include <sys/time.h>

static int listener;
static void handle(int number)
{
	char byte;
	recv(listener, &byte, number - SIGALRM + 1, 0);
}

int main(void)
{
	struct sigaction action = {.sa_handler = handle};
	struct itimerval each = {{1, 0}, {1, 0}}; // one of them comes meanwhile
	listener = make_listener(1);
	sigaction(SIGALRM, &action, 0);
	setitimer(ITIMER_REAL, &each, 0);
	pause();
	return 0;
}
