/* space: the lab's namespaces, and the channel to the init that rules them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     main ──fork──► helper: unshare(2) of everything, uid mapped to itself
 *      │                └─clone(CLONE_PARENT)─► init, pid 1 of the lab
 *      └── parent of init, for the helper is gone at once
 *
 * unshare(CLONE_NEWPID) changes the children only, so a second process is
 * needed; CLONE_PARENT makes it the main process's child all the same, which
 * can then wait for it, look into it and be told of its end. The fork comes
 * first because unshare(CLONE_NEWUSER) fails in a process with threads.
 *
 * Who is who inside: identity.c.
 */
#include "lab/channel/space.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "lab/channel/identity.h"
#include "lab/inside/init.h"
#include "lab/kernel/remedy.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static void tell_failure(int control, const char *text)
{
	struct space_msg msg;
	space_msg_init(&msg, SPACE_FAILED);
	snprintf(msg.text, sizeof(msg.text), "%s", text);
	space_send(control, &msg);
}

static bool enter_namespaces(uid_t *user, struct err *err)
{
	if (!identity_enter(user))
		return FAILURE(err, "make-user-namespace",
			       SLOT_TEXT("reason", strerror(errno)),
			       SLOT_TEXT("remedy",
					 remedy_find(REMEDY_USER, errno, "")));
	if (unshare(CLONE_NEWNET) < 0)
		return FAILURE(err, "make-network-namespace",
			       SLOT_TEXT("reason", strerror(errno)),
			       SLOT_TEXT("remedy", remedy_find(REMEDY_NETWORK,
							       errno, "")));
	if (unshare(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS) <
	    0)
		return FAILURE(err, "make-namespaces",
			       SLOT_TEXT("reason", strerror(errno)),
			       SLOT_TEXT("remedy",
					 remedy_find(REMEDY_MOUNT, errno, "")));
	return true;
}

/* Leaves only the channel and the bell, as 3 and 4, and nothing to read from
 * or print to: the terminal is the main process's. */
static void keep_two(int *control, int *bell)
{
	int kept_control = fcntl(*control, F_DUPFD_CLOEXEC, 10);
	int kept_bell = fcntl(*bell, F_DUPFD_CLOEXEC, 10);
	dup3(kept_control, 3, O_CLOEXEC);
	dup3(kept_bell, 4, O_CLOEXEC);
	close_fds(5, ~0U, 0);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	close(null);
	*control = 3;
	*bell = 4;
}

/* Never returns: the helper of the picture above, or init itself in the mode
 * without namespaces. */
static _Noreturn void become_helper(const struct space_plan *plan, int control)
{
	struct space_plan kept = *plan;
	keep_two(&control, &kept.bell);
	if (!plan->namespaces)
		init_main(&kept, control);
	struct err err = {0};
	if (!enter_namespaces(&kept.user, &err)) {
		tell_failure(control, err.text);
		_exit(1);
	}
	long pid = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
	if (pid == 0)
		init_main(&kept, control);
	struct space_msg msg;
	space_msg_init(&msg, SPACE_INIT);
	msg.pid = (int)pid;
	if (pid > 0)
		space_send(control, &msg);
	else
		tell_failure(control, sentence_text(SENTENCE_ID("start-init")));
	_exit(0);
}

static void wait_for(pid_t pid)
{
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		continue;
}

/* Inits that were killed and may be zombies still: destroying namespaces takes
 * the kernel tens of milliseconds, in which nobody needs to wait. */
static pid_t dying[8];

static void collect_dying(void)
{
	for (size_t i = 0; i < COUNT(dying); i++) {
		if (dying[i] && waitpid(dying[i], NULL, WNOHANG) != 0)
			dying[i] = 0;
	}
}

void space_collect(pid_t pid)
{
	collect_dying();
	for (size_t i = 0; i < COUNT(dying); i++) {
		if (!dying[i]) {
			dying[i] = pid;
			return;
		}
	}
	wait_for(pid);
}

bool space_open(struct space *space, const struct space_plan *plan,
		struct err *err)
{
	int pair[2];
	collect_dying();
	*space = (struct space){.control = -1, .namespaces = plan->namespaces};
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return FAILURE(err, "make-socket-pair",
			       SLOT_TEXT("reason", strerror(errno)));
	pid_t pid = fork();
	if (pid == 0)
		become_helper(plan, pair[1]);
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return FAILURE(err, "fork-init",
			       SLOT_TEXT("reason", strerror(errno)));
	}
	space->control = pair[0];
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	if (plan->namespaces)
		wait_for(pid);
	else
		space->init = pid;
	return true;
}

void space_close(struct space *space)
{
	pid_t init = space->init;
	// A pid 1 may die without a word; the other has children to kill.
	if (init > 0 && space->namespaces)
		kill(init, SIGKILL);
	if (space->control >= 0)
		close(space->control);
	if (init > 0 && space->namespaces)
		space_collect(init);
	else if (init > 0)
		wait_for(init);
	*space = (struct space){.control = -1};
}
