/* init: the lab's first process: builds it, starts actors and commands, reaps.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As pid 1 of its namespace init takes the whole lab with it: when it ends,
 * the kernel kills every process in there (pid_namespaces(7)). It ends when
 * the channel's other end is closed, and by PR_SET_PDEATHSIG when the main
 * process dies in any way. Without namespaces it is an ordinary process that
 * adopts its descendants (PR_SET_CHILD_SUBREAPER) and kills them itself.
 *
 * Everything is built by one thread in one go, and each thing is reported as
 * soon as it is there. Network namespaces are left by setns(2) only, so each
 * host has a descriptor here.
 */
#include "lab/inside/init.h"

#include "base/clock.h"
#include "base/mem.h"
#include "lab/inside/agent.h"
#include "lab/inside/burden.h"
#include "lab/inside/crowd.h"
#include "lab/inside/missing.h"
#include "lab/inside/mounts.h"
#include "lab/inside/trace_child.h"
#include "lab/kernel/process.h"
#include "lab/kernel/remedy.h"
#include "lab/kernel/tables.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

struct init {
	const struct space_plan *plan;
	int control;
	int *hosts;	      /* their network namespaces */
	struct space_msg msg; /* the one being sent or received */
	bool is_watched;      /* something runs that others wrote */
	struct burden burden;
};

/* Whether `pid` is a child of ours: the fourth word of /proc/PID/stat, behind
 * a name in parentheses that may hold anything. */
static bool is_child(pid_t pid)
{
	char path[64], text[512];
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (len <= 0)
		return false;
	text[len] = '\0';
	const char *name_end = strrchr(text, ')');
	int parent;
	return name_end && sscanf(name_end + 1, " %*c %d", &parent) == 1 &&
	       parent == getpid();
}

/* Without namespaces: kills our children. Theirs become ours then, and are
 * found in the next round. */
static void kill_children(void)
{
	bool found = true;
	for (int round = 0; found && round < 100; round++) {
		DIR *proc = opendir("/proc");
		found = false;
		for (struct dirent *entry; proc && (entry = readdir(proc));) {
			pid_t pid = atoi(entry->d_name);
			if (pid <= 0 || !is_child(pid))
				continue;
			found = true;
			kill(pid, SIGKILL);
			waitpid(pid, NULL, 0);
		}
		if (proc)
			closedir(proc);
	}
}

static _Noreturn void end(const struct init *init)
{
	if (!init->plan->namespaces)
		kill_children();
	_exit(0);
}

static void report(struct init *init)
{
	// The other end is gone: nobody needs this lab any more.
	if (!space_send(init->control, &init->msg))
		end(init);
}

static void report_text(struct init *init, enum space_kind kind,
			const char *text)
{
	space_msg_init(&init->msg, kind);
	snprintf(init->msg.text, sizeof(init->msg.text), "%s", text);
	report(init);
}

/* A network with tables of its own size: the one before says how large. */
static bool enter_network(void)
{
	tables_shrink_children();
	return unshare(CLONE_NEWNET) == 0;
}

static bool host_network(const struct init *init, size_t number,
			 struct host_ends *ends, struct buf *missing,
			 struct err *err)
{
	const struct host *host = &init->plan->hosts[number];
	if (!init->plan->namespaces)
		return host_open_netlink(ends, err);
	if (!enter_network())
		return err_set(err, "make a network namespace for %s: %s",
			       host->name, strerror(errno));
	struct err why;
	if (host_build(host, number, ends, &why))
		return true;
	int error = errno;
	missing_add(missing,
		    "packets of %s cannot be seen, for it has no wire (%s; "
		    "%s); \"sockstep doctor\" tells more",
		    host->name, why.text,
		    remedy_find(REMEDY_NETWORK, error, ""));
	// What is half built goes with its namespace.
	if (!enter_network())
		return err_set(err, "make a network namespace for %s: %s",
			       host->name, strerror(errno));
	return host_build_plain(host, ends, err);
}

static bool build_host(struct init *init, size_t number, struct buf *missing,
		       struct err *err)
{
	struct host_ends ends = {.packet = -1, .diag = -1, .route = -1};
	if (!host_network(init, number, &ends, missing, err))
		return false;
	init->hosts[number] =
		open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	if (init->hosts[number] < 0 && init->plan->host_count > 1)
		return err_set(err, "keep the network namespace of %s: %s",
			       init->plan->hosts[number].name, strerror(errno));
	space_msg_init(&init->msg, SPACE_HOST);
	init->msg.number = (int)number;
	init->msg.fds[0] = ends.diag;
	init->msg.fds[1] = ends.packet;
	init->msg.fds[2] = ends.route;
	init->msg.ifindex = ends.ifindex;
	memcpy(init->msg.mac, ends.mac, sizeof(ends.mac));
	report(init);
	// The packet socket stays open here too: its last close waits for
	// the kernel's packet path to be empty, 10 ms in which the main
	// process would stand still.
	close(ends.diag);
	close(ends.route);
	return true;
}

/* Forks a child that finds itself on `host`. Returns as fork(2) does. */
static pid_t fork_on(const struct init *init, size_t host)
{
	pid_t pid = fork();
	if (pid == 0 && init->plan->host_count > 1 && init->plan->namespaces &&
	    setns(init->hosts[host], CLONE_NEWNET) < 0)
		_exit(126);
	if (pid == 0 && !init->plan->namespaces)
		prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	return pid;
}

static struct power power_of(const struct init *init, enum inhabitant who)
{
	return (struct power){who, init->plan->user, init->plan->namespaces,
			      false};
}

static pid_t fork_agent(const struct init *init, size_t host, size_t desk)
{
	pid_t pid = fork_on(init, host);
	struct power power = power_of(init, INHABITANT_AGENT);
	if (pid == 0)
		agent_main(init->plan->desks[desk], init->plan->bell, &power);
	return pid;
}

static bool start_actor(struct init *init, size_t number, struct err *err)
{
	const struct space_actor *actor = &init->plan->actors[number];
	pid_t pid = fork_agent(init, actor->host, actor->desk);
	AUTO_CLOSE int pidfd = pid < 0 ? -1 : process_open(pid);
	if (pidfd < 0)
		return err_set(err, "start the actor %s: %s",
			       init->plan->desks[actor->desk]->name,
			       strerror(errno));
	space_msg_init(&init->msg, SPACE_ACTOR);
	init->msg.number = (int)number;
	init->msg.pid = pid;
	init->msg.fds[0] = pidfd;
	report(init);
	return true;
}

/* What confines the inhabitants and is not to be had here. */
static void tell_weakness(const struct space_plan *plan, struct buf *missing)
{
	if (plan->namespaces && !plan->user && geteuid() == 0)
		missing_add(missing,
			    "what runs in the lab is root as outside, for the "
			    "user %d whom it would become does not exist in "
			    "this container",
			    CONFINE_USER);
	if (power_can_refuse())
		return;
	int error = errno;
	missing_add(missing,
		    "no system call is refused to what runs in the lab, for "
		    "it cannot have a seccomp filter (%s; %s)",
		    strerror(error), remedy_find(REMEDY_FILTER, error, ""));
}

static void name_machine(const char *name, struct buf *missing)
{
	if (sethostname(name, strlen(name)) < 0)
		missing_add(missing,
			    "what runs in the lab is told this machine's name, "
			    "for the lab cannot have one of its own (%s)",
			    strerror(errno));
}

static bool build(struct init *init, struct buf *missing, struct err *err)
{
	const struct space_plan *plan = init->plan;
	tell_weakness(plan, missing);
	if (plan->namespaces && !mounts_begin(err))
		return false;
	for (size_t i = 0; i < plan->host_count; i++) {
		if (!build_host(init, i, missing, err))
			return false;
	}
	if (plan->namespaces) {
		name_machine(plan->hosts[0].name, missing);
		if (!mounts_build(plan->hosts, plan->host_count, &plan->files,
				  missing, err))
			return false;
	}
	if (chdir("/tmp") < 0)
		return err_set(err, "enter /tmp: %s", strerror(errno));
	for (size_t i = 0; i < plan->actor_count; i++) {
		if (!start_actor(init, i, err))
			return false;
	}
	return true;
}

static _Noreturn void become_command(const char *command, int output,
				     const struct power *power,
				     const char *const *shared)
{
	char *argv[] = {"sh", "-c", (char *)command, NULL};
	// Its own group, so that all of it can be killed at once.
	setsid();
	int kept = agent_give_up_power(output, power);
	dup2(kept, STDOUT_FILENO);
	dup2(kept, STDERR_FILENO);
	close(kept);
	execve("/bin/sh", argv,
	       confine_environment(power->who, environ, shared));
	_exit(127);
}

/* Ends a lab in which nothing can begin any more; `dying` is a process group
 * that was killed, 0: none. */
static void end_if_full(struct init *init, pid_t dying)
{
	enum inhabitant who = init->plan->files.who;
	if (!init->plan->namespaces || !crowd_is_full(who, dying))
		return;
	AUTO_FREE char *why =
		xprintf("this lab is ended: a command left it full of "
			"processes, of which it may have %u, and nothing else "
			"can begin in it",
			(unsigned)confine_processes(who));
	report_text(init, SPACE_FULL, why);
	end(init);
}

static void run_command(struct init *init)
{
	struct space_msg *msg = &init->msg;
	int number = msg->number, output = msg->fds[0];
	end_if_full(init, 0);
	// Beside programs of the learner's a command is the learner's, too.
	struct power power = power_of(init, init->plan->files.who);
	init->is_watched = true;
	pid_t pid = fork_on(init, msg->host);
	if (pid == 0)
		become_command(msg->text, output, &power,
			       init->plan->files.shared);
	int error = errno;
	close(output);
	space_msg_init(msg, SPACE_STARTED);
	msg->number = number;
	msg->pid = pid;
	msg->status = pid < 0 ? error : 0;
	report(init);
}

/* A program is the learner's own wherever it runs, if it is not to be judged.
 */
static enum inhabitant of_program(const struct init *init)
{
	return init->plan->files.who == INHABITANT_SUBMISSION
		       ? INHABITANT_SUBMISSION
		       : INHABITANT_PROGRAM;
}

static void run_program(struct init *init)
{
	struct space_msg *msg = &init->msg;
	struct trace_child child = {msg->fds[0],
				    msg->fds[1],
				    {msg->fds[2], msg->fds[3], msg->fds[4]},
				    power_of(init, of_program(init)),
				    init->plan->files.shared};
	int number = msg->number;
	child.power.is_told = true;
	init->is_watched = true;
	pid_t pid = fork_on(init, msg->host);
	if (pid == 0)
		trace_child_main(&child);
	AUTO_CLOSE int pidfd = pid < 0 ? -1 : process_open(pid);
	int error = errno;
	for (int i = 0; i < SPACE_FDS_MAX; i++)
		close(msg->fds[i]);
	space_msg_init(msg, SPACE_STARTED);
	msg->number = number;
	msg->pid = pid > 0 ? pid : 0;
	msg->status = pidfd < 0 ? error : 0;
	msg->fds[0] = pidfd;
	report(init);
}

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
	report(init);
}

static void add_actor(struct init *init)
{
	int desk = init->msg.number;
	pid_t pid = fork_agent(init, init->msg.host, (size_t)desk);
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
		report(init);
	}
}

static void kill_command(struct init *init, pid_t pid)
{
	if (pid <= 1)
		return;
	kill(-pid, SIGKILL);
	end_if_full(init, pid);
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
		run_command(init);
		break;
	case SPACE_TRACE:
		run_program(init);
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
		end(init);
	case SPACE_MESSAGE:
		take_order(init);
	}
}

static void look_at_places(struct init *init)
{
	struct buf told = {0};
	burden_look_at_places(&init->burden, &told);
	if (told.len)
		report_text(init, SPACE_TOLD, buf_text(&told));
	buf_done(&told);
}

/* The lab ends when it is more than the machine can bear. */
static void look(struct init *init)
{
	look_at_places(init);
	AUTO_FREE char *why = burden_look(&init->burden);
	if (!why)
		return;
	report_text(init, SPACE_FULL, why);
	end(init);
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
	bool built = build(&init, &missing, &err);
	if (built && missing.len)
		report_text(&init, SPACE_MISSING, missing.data);
	report_text(&init, built ? SPACE_READY : SPACE_FAILED, err.text);
	if (!built)
		end(&init);
	serve(&init, signals);
}
