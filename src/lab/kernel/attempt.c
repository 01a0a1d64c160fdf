/* attempt: tries something in a process of its own, which may fail or hang.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A namespace that a child makes ends with the child, and a child may make a
 * user namespace where we may not: unshare(CLONE_NEWUSER) refuses a process of
 * two threads. What came of it travels through a pipe as it is in memory.
 */
#include "lab/kernel/attempt.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "call/table/symbol.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum { SECONDS = 120 };

bool attempt_failed(struct attempt *attempt, const char *what)
{
	attempt->error = errno;
	const char *name = symbol_name(SYMBOL_ERRNO, errno);
	return err_set(&attempt->said, "%s: %s (%s)", what, name ? name : "?",
		       strerror(errno));
}

static _Noreturn void attempt_child(attempt_fn *fn, int answer)
{
	struct attempt attempt = {0};
	signal(SIGALRM, SIG_DFL);
	alarm(SECONDS);
	attempt.works = fn(&attempt);
	ssize_t written = write(answer, &attempt, sizeof(attempt));
	_exit(written != sizeof(attempt));
}

/* Waits for the child's end and notes it where it gave no answer. */
static void attempt_take(struct attempt *attempt, int pid, int answer)
{
	ssize_t len;
	int status = 0;
	do
		len = read(answer, attempt, sizeof(*attempt));
	while (len < 0 && errno == EINTR);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (len == sizeof(*attempt))
		return;
	*attempt = (struct attempt){0};
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		FAILURE(&attempt->said, "attempt-no-answer",
			SLOT_NUMBER("most", SECONDS));
	else if (WIFSIGNALED(status))
		FAILURE(&attempt->said, "attempt-killed",
			SLOT_TEXT("reason", strsignal(WTERMSIG(status))));
	else
		FAILURE(&attempt->said, "attempt-gave-up");
}

struct attempt attempt_in_child(attempt_fn *fn)
{
	struct attempt attempt = {0};
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0) {
		attempt_failed(&attempt, "make a pipe");
		return attempt;
	}
	AUTO_CLOSE int answer = ends[0];
	int pid = fork();
	if (pid == 0)
		attempt_child(fn, ends[1]);
	close(ends[1]);
	if (pid < 0)
		attempt_failed(&attempt, "start a process");
	else
		attempt_take(&attempt, pid, answer);
	return attempt;
}

int attempt_child_begin(void)
{
	int pid = fork();
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	alarm(SECONDS);
	sigset_t none;
	sigemptyset(&none);
	for (;;)
		sigsuspend(&none); // not pause(): other machines lack it
}

void attempt_child_end(int pid)
{
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}
