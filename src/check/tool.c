/* tool: a compiler or make, run to its end, with what it says.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It is a process group of its own, which is ended with it: what make left
 * running would hold the pipe open.
 */
#include "check/tool.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/sentence.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

enum { SAID_MOST = 64 << 10, MOST_SECONDS = 60 };

static void become(const char *const *words, const char *folder, int out)
{
	int null = open("/dev/null", O_RDWR);
	setpgid(0, 0);
	if (null < 0 || dup2(null, 0) < 0 || dup2(out, 1) < 0 ||
	    dup2(out, 2) < 0 || (folder && chdir(folder) < 0))
		_exit(127);
	execvp(words[0], (char *const *)words);
	dprintf(2, "%s: %s\n", words[0], strerror(errno));
	_exit(127);
}

enum heard { HEARD_ALL, HEARD_STOP, HEARD_TOO_LITTLE };

/* Reads until nobody has the other end open any more, or time is up. */
static enum heard listen_to(int fd, const int *stop, struct buf *said)
{
	uint64_t end = clock_now() + MOST_SECONDS * CLOCK_SECOND;
	char part[4096];
	for (;;) {
		uint64_t now = clock_now();
		struct pollfd ready[] = {
			{.fd = fd, .events = POLLIN},
			{.fd = stop ? *stop : -1, .events = POLLIN}};
		if (now >= end)
			return HEARD_TOO_LITTLE;
		if (poll(ready, COUNT(ready),
			 (int)((end - now) / CLOCK_MS) + 1) <= 0)
			continue;
		if (ready[1].revents)
			return HEARD_STOP;
		ssize_t len = read(fd, part, sizeof(part));
		if (len == 0 || (len < 0 && errno != EINTR))
			return HEARD_ALL;
		if (len > 0 && said->len < SAID_MOST)
			buf_add(said, part, (size_t)len);
	}
}

static bool judge(const char *name, int status, enum heard heard,
		  struct err *err)
{
	if (heard == HEARD_STOP)
		return FAILURE(err, "tool-interrupted",
			       SLOT_TEXT("tool", name));
	if (heard == HEARD_TOO_LITTLE)
		return FAILURE(err, "tool-late", SLOT_TEXT("tool", name),
			       SLOT_NUMBER("seconds", MOST_SECONDS));
	if (WIFSIGNALED(status))
		return FAILURE(err, "tool-killed", SLOT_TEXT("tool", name),
			       SLOT_NUMBER("signal", WTERMSIG(status)));
	if (WEXITSTATUS(status) == 127)
		return FAILURE(err, "tool-not-run", SLOT_TEXT("tool", name));
	return !WEXITSTATUS(status) ||
	       FAILURE(err, "tool-failed", SLOT_TEXT("tool", name),
		       SLOT_NUMBER("status", WEXITSTATUS(status)));
}

bool tool_run(const char *const *words, const char *folder, const int *stop,
	      struct buf *said, struct err *err)
{
	int ends[2], status = 0;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return err_set(err, "%s: %s", words[0], strerror(errno));
	pid_t pid = fork();
	if (pid == 0)
		become(words, folder, ends[1]);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return err_set(err, "%s: %s", words[0], strerror(errno));
	}
	setpgid(pid, pid);
	enum heard heard = listen_to(ends[0], stop, said);
	if (heard != HEARD_ALL)
		kill(-pid, SIGKILL);
	close(ends[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return judge(words[0], status, heard, err);
}
