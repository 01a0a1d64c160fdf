/* many: forks until it is refused, or, told to go "on", without end; each
 * child waits for its parent's end.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>

int main(int argc, char **argv)
{
	bool goes_on = argc > 1 && !strcmp(argv[1], "on");
	pid_t parent = getpid();
	for (int count = 0; goes_on || count < 1000; count++) {
		pid_t pid = fork();
		if (pid < 0 && goes_on)
			continue;
		if (pid < 0)
			return errno == EAGAIN ? 0 : 1;
		if (pid == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			// It may have ended before it could be asked for.
			while (getppid() == parent)
				pause();
			return 0;
		}
	}
	return 2;
}
