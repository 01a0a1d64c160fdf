/* init: the lab's first process: builds it, starts actors and commands, reaps.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As pid 1 of its namespace init takes the whole lab with it: when it ends,
 * the kernel kills every process in there (pid_namespaces(7)). It ends when
 * the channel's other end is closed, and by PR_SET_PDEATHSIG when the main
 * process dies in any way. Without namespaces it is an ordinary process that
 * adopts its descendants (PR_SET_CHILD_SUBREAPER) and kills them itself.
 */
#include "lab/inside/init.h"

#include "base/clock.h"
#include "base/mem.h"
#include "lab/inside/init_parts.h"
#include "lab/kernel/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

/* Tells of a process that sits at a desk since now; -1 for none, with errno. */
static void report_joined(struct init *init, int desk, pid_t pid)
{
	AUTO_CLOSE int pidfd = pid < 0 ? -1 : process_open(pid);
	int error = errno;
	space_msg_init(&init->msg, SPACE_JOINED);
	init->msg.number = desk;
	init->msg.pid = pid;
	init->msg.fds[0] = pidfd;
	init->msg.status = pidfd < 0 ? error : 0;
	init_report(init);
}

static void add_actor(struct init *init)
{
	int desk = init->msg.number;
	pid_t pid = init_fork_agent(init, init->msg.host, (size_t)desk);
	report_joined(init, desk, pid);
	// The lab can do nothing with one that it has no pidfd of.
	if (pid > 0 && init->msg.status)
		kill(pid, SIGKILL);
}

static void reap(struct init *init)
{
	int status;
	for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
		space_msg_init(&init->msg, SPACE_ENDED);
		init->msg.pid = pid;
		init->msg.status = status;
		init_report(init);
	}
}

static void kill_command(struct init *init, pid_t pid)
{
	if (pid <= 1)
		return;
	kill(-pid, SIGKILL);
	init_end_if_full(init, pid);
}

/* Later than the agents, for it takes the kernel milliseconds: only who starts
 * what others wrote is to be in a group. */
static void join_group(struct init *init)
{
	struct space_msg *msg = &init->msg;
	init->burden.killed = take_fd(&msg->fds[0]);
	for (int i = 1; i < SPACE_FDS_MAX; i++)
		if (msg->fds[i] >= 0) {
			(void)!write(msg->fds[i], "0", 1);
			close(take_fd(&msg->fds[i]));
		}
}

static void take_order(struct init *init)
{
	const struct space_msg *msg = &init->msg;
	switch (msg->kind) {
	case SPACE_GROUP:
		join_group(init);
		break;
	case SPACE_RUN:
		init_run_command(init);
		break;
	case SPACE_TRACE:
		init_run_program(init);
		break;
	case SPACE_KILL:
		kill_command(init, msg->pid);
		break;
	case SPACE_START:
		add_actor(init);
		break;
	case SPACE_ADOPT:
		report_joined(init, msg->number, msg->pid);
		break;
	default:
		break;
	}
}

static void handle_message(struct init *init)
{
	switch (space_receive(init->control, &init->msg)) {
	case SPACE_NOTHING:
		return;
	case SPACE_OVER:
		init_end(init);
	case SPACE_MESSAGE:
		take_order(init);
	}
}

static void look_at_places(struct init *init)
{
	struct buf told = {0};
	burden_look_at_places(&init->burden, &told);
	if (told.len)
		init_report_text(init, SPACE_TOLD, buf_text(&told));
	buf_done(&told);
}

/* The lab ends when it is more than the machine can bear. */
static void look(struct init *init)
{
	look_at_places(init);
	AUTO_FREE char *why = burden_look(&init->burden);
	if (!why)
		return;
	init_report_text(init, SPACE_FULL, why);
	init_end(init);
}

static _Noreturn void serve(struct init *init, int children)
{
	uint64_t due = 0;
	struct pollfd fds[] = {
		{.fd = init->control, .events = POLLIN},
		{.fd = children, .events = POLLIN},
	};
	while (true) {
		bool is_watched = init->is_watched && init->plan->namespaces;
		poll(fds, COUNT(fds), is_watched ? BURDEN_EVERY_MS : -1);
		if (is_watched && clock_now() >= due) {
			look(init);
			due = clock_now() + BURDEN_EVERY_MS * CLOCK_MS;
		}
		struct signalfd_siginfo info;
		while (read(children, &info, sizeof(info)) > 0)
			continue;
		if (is_watched && fds[1].revents)
			look_at_places(init); // what it filled comes first
		reap(init);
		if (fds[0].revents)
			handle_message(init);
	}
}

/* When the machine itself runs out of memory, the kernel is to kill what runs
 * in labs first. */
static void go_first(void)
{
	AUTO_CLOSE int fd =
		open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	(void)!write(fd, "1000", 4);
}

_Noreturn void init_main(const struct space_plan *plan, int control)
{
	struct init init = {
		.plan = plan,
		.control = control,
		.burden = {.who = plan->files.who, .killed = -1},
	};
	prctl(PR_SET_NAME, "sockstep-init", 0, 0, 0);
	// The ^C and ^Z of the learner's terminal are not for the actors.
	setsid();
	go_first();
	if (plan->namespaces)
		prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	else
		prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	sigset_t children;
	sigemptyset(&children);
	sigaddset(&children, SIGCHLD);
	sigprocmask(SIG_SETMASK, &children, NULL);
	signal(SIGCHLD, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	init.hosts = xcalloc(plan->host_count, sizeof(*init.hosts));
	int signals = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
	struct buf missing = {0};
	struct err err = {0};
	bool built = init_build(&init, &missing, &err);
	if (built && missing.len)
		init_report_text(&init, SPACE_MISSING, missing.data);
	init_report_text(&init, built ? SPACE_READY : SPACE_FAILED, err.text);
	if (!built)
		init_end(&init);
	serve(&init, signals);
}
