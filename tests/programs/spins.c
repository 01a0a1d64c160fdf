/* spins: asks again and again for what does not come. Its exit status is 0 as
 * soon as a hundred of these calls took as long as the pauses behind them
 * should; 1 when none ever did. With the word "gets" each second call brings
 * something, and there are as many as would have come to the first pause.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <time.h>

enum { MOST = 20000, PAUSED = 1200, ROW = 100, EACH = 2 /* milliseconds */ };

static long milliseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int main(int argc, char **argv)
{
	int gets = argc > 1 && !strcmp(argv[1], "gets");
	int fds[2];
	long begun = 0;
	char byte = 'x';
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) < 0)
		return 2;
	for (int i = 0; i < (gets ? PAUSED : MOST); i++) {
		if (!gets && i > PAUSED && i % ROW == 0 &&
		    milliseconds() - begun >= ROW * EACH)
			return 0;
		if (i % ROW == 0)
			begun = milliseconds();
		recv(fds[1], &byte, 1, MSG_DONTWAIT);
		if (gets && (send(fds[0], &byte, 1, 0) != 1 ||
			     recv(fds[1], &byte, 1, 0) != 1))
			return 3;
	}
	return !gets;
}
