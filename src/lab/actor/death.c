/* death: the end of actors that are not init's children.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Init waits for its own children and tells how they ended. The child of a fork
 * is its parent's to wait for, and the lesson may be that nobody does: then it
 * stays a zombie. Its pidfd becomes readable all the same. How it ended is
 * looked for where the kernel says it, in this order:
 * 1. /proc/PID/stat, while it is a zombie;
 * 2. the pidfd, when somebody waited for it already (Linux 6.15);
 * 3. the answer of the waitpid(2) that is waiting for it right now;
 * 4. init, which waits for it when its parent is dead.
 * Where none of them knows (an older kernel, and a parent that ignores SIGCHLD)
 * it stays unknown. A thread ends with its process, and is told of with it.
 */
#include "lab/ground/parts.h"

#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static void handle_death(void *data, uint32_t ready)
{
	struct actor *actor = data;
	(void)ready;
	loop_remove(actor->lab->loop, actor->pidfd);
	actor->dead = true;
	lab_look(actor->lab);
}

bool death_watch(struct actor *actor, struct err *err)
{
	actor->dead = actor->pidfd < 0;
	return actor->dead || loop_add(actor->lab->loop, actor->pidfd, EPOLLIN,
				       handle_death, actor, err);
}

/* The zombie's number may be another process's by the time it is read: then
 * the pidfd has none any more. */
static bool find_end(const struct actor *actor, int *status)
{
	if (process_end(actor->outer, status) &&
	    process_of_pidfd(actor->pidfd) == actor->outer)
		return true;
	return process_end_reaped(actor->pidfd, status);
}

/* Whether somebody is about to tell how the actor ended. */
static bool is_awaited(const struct actor *actor)
{
	const struct actor *parent = actor->parent;
	if (!parent || parent->state == LAB_ACTOR_ENDED)
		return true;
	return actor_is_inside(parent) && parent->raw.number == SYS_wait4;
}

void death_look(struct lab *lab)
{
	for (size_t i = 0; i < lab->actor_count; i++) {
		struct actor *actor = lab->actors[i];
		int status = DEATH_UNKNOWN;
		if (!actor->dead || actor->leader ||
		    actor->state == LAB_ACTOR_ENDED)
			continue;
		if (find_end(actor, &status) || !is_awaited(actor))
			actor_ended(lab, actor, status);
	}
}

void death_of_waited(struct lab *lab, const struct call *call)
{
	const struct result *result = &call->result;
	int status = (int)result->option;
	if (result->value <= 0 || (!WIFEXITED(status) && !WIFSIGNALED(status)))
		return;
	struct actor *child = actor_of_pid(lab, (int)result->value);
	if (child)
		actor_ended(lab, child, status);
}
