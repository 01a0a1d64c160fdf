/* init_start: agents, commands and programs that begin in a lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "lab/inside/agent.h"
#include "lab/inside/crowd.h"
#include "lab/inside/init_parts.h"
#include "lab/inside/trace_child.h"
#include "lab/kernel/process.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

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

pid_t init_fork_agent(const struct init *init, size_t host, size_t desk)
{
	pid_t pid = fork_on(init, host);
	struct power power = power_of(init, INHABITANT_AGENT);
	if (pid == 0)
		agent_main(init->plan->desks[desk], init->plan->bell, &power);
	return pid;
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

void init_end_if_full(struct init *init, pid_t dying)
{
	enum inhabitant who = init->plan->files.who;
	if (!init->plan->namespaces || !crowd_is_full(who, dying))
		return;
	AUTO_FREE char *why =
		SENTENCE_NEW("note-end-command",
			     SLOT_NUMBER("count", confine_processes(who)));
	init_report_text(init, SPACE_FULL, why);
	init_end(init);
}

void init_run_command(struct init *init)
{
	struct space_msg *msg = &init->msg;
	int number = msg->number, output = msg->fds[0];
	init_end_if_full(init, 0);
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
	init_report(init);
}

void init_run_program(struct init *init)
{
	struct space_msg *msg = &init->msg;
	struct trace_child child = {
		msg->fds[0],
		msg->fds[1],
		{msg->fds[2], msg->fds[3], msg->fds[4]},
		power_of(init, inhabitant_of_program(init->plan->files.who)),
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
	init_report(init);
}
