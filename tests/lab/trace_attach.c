/* trace_attach: running programs are taken over, stepped, and let go alive.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "inside.h"
#include "traced.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* Starts build/programs/waits and reads the port that it has. */
static pid_t start_waits(int *port)
{
	const char *build = getenv("BUILD");
	AUTO_FREE char *path =
		xprintf("%s/programs/waits", build ? build : "build");
	int ends[2];
	char text[16] = "";
	if (pipe(ends) < 0)
		return -1;
	pid_t pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(ends[1], STDOUT_FILENO);
		execl(path, path, (char *)NULL);
		_exit(126);
	}
	close(ends[1]);
	(void)!read(ends[0], text, sizeof(text) - 1);
	close(ends[0]);
	*port = atoi(text);
	return pid;
}

/* What comes back from it. */
static void talk(struct buf *found, int port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	char bytes[16];
	AUTO_CLOSE int fd = socket(AF_INET, SOCK_STREAM, 0);
	bool done =
		!connect(fd, (struct sockaddr *)&address, sizeof(address)) &&
		send(fd, "hi", 2, 0) == 2 &&
		recv(fd, bytes, sizeof(bytes), 0) == 2;
	INSIDE_EXPECT(found, done, "it does not answer");
}

static void take_over(struct buf *found)
{
	struct traced traced;
	struct err err = {0};
	int port = 0, status;
	pid_t pid = start_waits(&port);
	if (!traced_open(&traced, found, true))
		return;
	INSIDE_EXPECT(found, lab_trace_attach(traced.lab, "w", pid, NULL, &err),
		      "%s", err.text);
	traced_await(&traced, "w", LAB_ACTOR_STOPPED);
	traced_same(&traced, "the call that it was in",
		    traced_last(&traced, "w"), "accept(3,  <unfinished ...>");
	traced_go(&traced, "w", UNTIL_BLOCKED, NULL, 0);
	lab_trace_release(traced.lab, "w", &err);
	talk(found, port);
	traced_close(&traced);
	talk(found, port);
	INSIDE_EXPECT(found, !waitpid(pid, &status, WNOHANG), "it has ended");
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
}

Test(trace_attach, takes_over)
{
	AUTO_FREE char *found = apart(take_over);
	cr_expect_str_empty(found, "%s", found);
}
