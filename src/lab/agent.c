/* agent: the actor process that makes the calls it is told to make.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An agent is to look and to behave like the learner's own process:
 *
 * - Its first socket is descriptor 3: 0, 1 and 2 are /dev/null and the bell
 *   sits at a number that no lesson reaches.
 * - It has no capability at all, although the lab's init has them all in the
 *   lab's user namespace: bind(2) to port 80 says EACCES and SOCK_RAW says
 *   EPERM, as outside (capabilities(7)). An empty bounding set keeps a uid of
 *   0 from getting them back.
 * - Signals have their default disposition: SIGPIPE kills it.
 * - It is dumpable, see PR_SET_DUMPABLE in prctl(2), or neither the lab nor
 *   other processes of the same user could look into /proc/PID/fd.
 */
#include "lab/agent.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>

enum { AGENT_BELL = 1000 }; /* its descriptor, where the limit allows */

void agent_drop_capabilities(void)
{
	for (int cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
		prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {0};
	if (syscall(SYS_capset, &header, none) < 0 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) < 0)
		_exit(126);
}

void agent_default_signals(void)
{
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	// A killed actor leaves no core file behind.
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

static int highest_fd(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
	    limit.rlim_cur <= AGENT_BELL)
		return (int)limit.rlim_cur - 1;
	return AGENT_BELL;
}

static int keep_descriptor(int keep)
{
	int last = highest_fd();
	if (keep >= 0 && keep != last && dup3(keep, last, O_CLOEXEC) < 0)
		_exit(126);
	close_range(3, (unsigned)last - 1, 0);
	close_range((unsigned)last + (keep >= 0), ~0U, 0);
	int null = open("/dev/null", O_RDWR);
	if (null < 0)
		_exit(126);
	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	if (null > 2)
		close(null);
	return keep >= 0 ? last : -1;
}

int agent_give_up_power(int keep)
{
	agent_default_signals();
	int kept = keep_descriptor(keep);
	agent_drop_capabilities();
	return kept;
}

static uint64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void tell(struct desk *desk, enum desk_state state, int bell)
{
	atomic_store(&desk->state, state);
	uint64_t one = 1;
	(void)!write(bell, &one, sizeof(one));
}

_Noreturn void agent_main(const char *name, struct desk *desk, int bell)
{
	prctl(PR_SET_NAME, name, 0, 0, 0);
	bell = agent_give_up_power(bell);
	tell(desk, DESK_IDLE, bell);
	while (true) {
		desk_wait(desk);
		const uint64_t *w = desk->words;
		atomic_store(&desk->state, DESK_CALLING);
		desk->entered = now();
		long value = syscall(desk->number, w[0], w[1], w[2], w[3], w[4],
				     w[5]);
		desk->returned = now();
		desk->value = value < 0 ? -errno : value;
		tell(desk, DESK_DONE, bell);
	}
}
