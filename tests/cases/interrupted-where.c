// The handler has run when the call comes back, and the call stands in main().
// says:   at: line 15 of interrupted-where.c, in wait_for_one(), called by main() in line 24
// never: in handle()
#include "pair.h"
#include <signal.h>
#include <sys/time.h>

static void handle(int number)
{
	(void)number;
}

static int wait_for_one(int listener)
{
	return accept(listener, 0, 0);
}

int main(void)
{
	struct sigaction action = {.sa_handler = handle};
	struct itimerval each = {{1, 0}, {1, 0}}; // one of them comes meanwhile
	sigaction(SIGALRM, &action, 0);
	setitimer(ITIMER_REAL, &each, 0);
	wait_for_one(make_listener(1));
	return 0;
}
