/* usage: what /proc says of a process, against one that does what is known.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/kernel/usage.h"

#include "base/clock.h"
#include "patience.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OPENED = 5, MEGABYTES = 40 };

static void make_child(bool lives)
{
	pid_t pid = fork();
	if (pid)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (lives)
		pause();
	_exit(0);
}

/* Opens some files, takes memory, has a child that lives and two zombies. */
static void hold(void)
{
	size_t size = (size_t)MEGABYTES << 20;
	for (int i = 0; i < OPENED; i++)
		open("/dev/null", O_RDONLY);
	char *memory = malloc(size);
	memset(memory, 1, size);
	make_child(true);
	make_child(false);
	make_child(false);
	pause();
	_exit(memory[size / 2]);
}

static void run_on(void)
{
	for (;;)
		getppid();
}

/* Reads until `is_so`, or until the patience is over. */
static struct event_usage read_until(pid_t pid,
				     bool (*is_so)(const struct event_usage *))
{
	uint64_t end = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	struct event_usage usage = {0};
	while (!(usage_read(pid, &usage) && is_so(&usage)) && clock_now() < end)
		usleep(1000);
	return usage;
}

static bool has_all(const struct event_usage *usage)
{
	return usage->children == 3 && usage->zombies == 2 && usage->asleep;
}

static bool is_awake(const struct event_usage *usage)
{
	return !usage->asleep;
}

static pid_t start(void (*act)(void))
{
	pid_t pid = fork();
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		act();
	}
	return pid;
}

Test(usage, counts_what_a_process_holds)
{
	struct event_usage own = {.actor = "us"};
	cr_assert(usage_read(getpid(), &own));
	pid_t pid = start(hold);
	struct event_usage usage = read_until(pid, has_all);
	cr_expect_eq(usage.descriptors, own.descriptors - 1 + OPENED,
		     "%d of %d", usage.descriptors, own.descriptors);
	cr_expect_eq(usage.children, 3);
	cr_expect_eq(usage.zombies, 2);
	cr_expect(usage.memory >= (uint64_t)MEGABYTES << 20);
	cr_expect_str_eq(own.actor, "us");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	cr_expect(!usage_read(pid, &usage), "it is gone");
}

Test(usage, tells_asleep_from_awake)
{
	pid_t pid = start(run_on);
	struct event_usage usage = read_until(pid, is_awake);
	cr_expect(!usage.asleep);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}
