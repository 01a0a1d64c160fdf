/* blocked: tests that a sleeping call is told from a running one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/kernel/blocked.h"

#include "base/clock.h"
#include "patience.h"

#include <criterion/criterion.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a child does, and whether it is asleep in `number` then. */
struct blocked_case {
	const char *text;
	void (*act)(void);
	long number;
	bool blocked;
	const char *where; /* part of wchan's answer */
};

static void act_accept(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	struct sockaddr_un any = {.sun_family = AF_UNIX};
	bind(fd, (struct sockaddr *)&any, sizeof(any.sun_family));
	listen(fd, 1);
	accept(fd, NULL, NULL);
}

static void act_read(void)
{
	int ends[2];
	char byte;
	if (!pipe(ends) && read(ends[0], &byte, 1) < 0)
		return;
}

static void act_run(void)
{
	for (;;)
		getppid();
}

static void act_stop(void)
{
	raise(SIGSTOP);
}

static const struct blocked_case cases[] = {
	{"accept waits", act_accept, SYS_accept, true, ""},
	{"read waits", act_read, SYS_read, true, "pipe"},
	{"another call waits", act_read, SYS_accept, false, ""},
	{"a running process", act_run, SYS_getppid, false, ""},
	{"a stopped process", act_stop, SYS_kill, false, ""},
};

static char state_of(pid_t pid)
{
	char path[64], text[512] = "";
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	FILE *file = fopen(path, "re");
	const char *end = file && fgets(text, sizeof(text), file)
				  ? strrchr(text, ')')
				  : NULL;
	if (file)
		fclose(file);
	return end ? end[2] : '?';
}

/* Asks until the answer is yes; where it is to be no, until the child rests
 * (or, when it never does, a hundred times). */
static bool ask(const struct blocked_case *one, pid_t pid, char *where,
		size_t size)
{
	uint64_t end = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	for (int i = 0; clock_now() < end; i++) {
		char state = state_of(pid);
		if (probe_is_blocked(pid, one->number, where, size))
			return true;
		if (!one->blocked && (i >= 100 || state == 'T') &&
		    (state != 'R' || one->act == act_run))
			return false;
		sched_yield();
	}
	return false;
}

Test(blocked, tells_asleep_from_running)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct blocked_case *one = &cases[i];
		char where[64] = "?";
		pid_t pid = fork();
		if (pid == 0) {
			one->act();
			_exit(0);
		}
		bool blocked = ask(one, pid, where, sizeof(where));
		cr_expect(blocked == one->blocked, "%s", one->text);
		// Where the kernel hides it, it is empty.
		cr_expect(!*where || strstr(where, one->where), "%s: in %s",
			  one->text, where);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
}

Test(blocked, nobody_is_not_blocked)
{
	char where[8] = "?";
	pid_t pid = fork();
	if (pid == 0)
		_exit(0);
	waitpid(pid, NULL, 0);
	cr_expect(!probe_is_blocked(pid, SYS_read, where, sizeof(where)));
	cr_expect_str_empty(where);
}
