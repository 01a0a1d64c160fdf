// The handler has run when the call comes back, and the call stands in main().
// says:   at: line 14 of interrupted-where.c, in wait_for_one(), called by main() in line 22
// never: in handle()
#include "pair.h"
#include <signal.h>

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
	sigaction(SIGALRM, &action, 0);
	alarm(1);
	wait_for_one(make_listener(1));
	return 0;
}
