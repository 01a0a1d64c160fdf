/* many: forks until it is refused; each child waits for its parent's end.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>

int main(void)
{
	for (int count = 0; count < 1000; count++) {
		pid_t pid = fork();
		if (pid < 0)
			return errno == EAGAIN ? 0 : 1;
		if (pid == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			while (1)
				pause();
		}
	}
	return 2;
}
