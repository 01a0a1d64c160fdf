// In the function its parameter is a pointer, whatever the caller has.
// says: here: 8 bytes are what sizeof says of a pointer, and the text goes on for 5 bytes behind them
#include "pair.h"

static void say(int fd, const char *text)
{
	send(fd, text, sizeof(text), 0);
}

int main(void)
{
	int ends[2];
	make_pair(ends);
	say(ends[0], "hello, server");
	return 0;
}
