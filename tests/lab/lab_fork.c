/* lab_fork: actors that fork, wait, end, and share what they have.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "stage.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <string.h>

/* The actor event of `phase` that tells of `actor`, or NULL. */
static const struct event_actor *
life_of(const struct stage *stage, const char *actor, enum actor_phase phase)
{
	for (size_t i = 0; i < journal_count(stage->journal); i++) {
		const struct event *event = journal_at(stage->journal, i);
		if (event->kind == EVENT_ACTOR &&
		    event->as.actor.phase == phase &&
		    !strcmp(event->as.actor.actor, actor))
			return &event->as.actor;
	}
	return NULL;
}

static const struct socket_state *row_of(const struct stage *stage,
					 const char *actor, int fd)
{
	return snapshot_find_fd(&stage->snapshot, actor, fd);
}

/* What both modes do alike. */
static void fork_and_wait(bool no_namespaces)
{
	struct stage stage;
	if (no_namespaces)
		stage_open(&stage, NULL, 0, true);
	else
		stage_open_whole(&stage, NULL, 0);
	cr_expect_eq(stage_value(&stage, "server",
				 "s = socket(AF_INET, SOCK_STREAM)"),
		     3);
	int64_t pid = stage_value(&stage, "server", "child = fork()");
	cr_expect_gt(pid, 1);
	const struct event_actor *born = life_of(&stage, "child", ACTOR_BORN);
	cr_assert(born);
	cr_expect_str_eq(born->parent, "server");
	cr_expect(born->joined);
	cr_expect_eq(born->pid, pid);
	cr_expect_eq(lab_actor_state(stage.lab, "child"), LAB_ACTOR_READY);
	const struct socket_state *row = row_of(&stage, "child", 3);
	cr_assert(row, "the child has the descriptor");
	cr_expect_eq(row->owner_count, 2, "and so has its parent");
	cr_expect_eq(row, row_of(&stage, "server", 3));
	cr_expect_eq(stage_value(&stage, "server", "waitpid(child, WNOHANG)"),
		     0, "it lives");
	stage_call(&stage, "child", "_exit(7)");
	cr_expect_eq(lab_actor_state(stage.lab, "child"), LAB_ACTOR_ENDED);
	const struct event_actor *ended = life_of(&stage, "child", ACTOR_ENDED);
	cr_assert(ended);
	cr_expect_eq(ended->status, 7);
	cr_expect_eq(ended->signal, 0);
	cr_expect_eq(row_of(&stage, "server", 3)->owner_count, 1);
	cr_expect_eq(stage_value(&stage, "server", "waitpid(child, 0)"), pid);
	cr_expect_eq(stage_last(&stage, "server")->call.result.option, 7 << 8);
	cr_expect_eq(stage_value(&stage, "server", "waitpid(-1, 0)"), -ECHILD);
	stage_close(&stage);
}

Test(lab_fork, fork_exit_wait)
{
	fork_and_wait(false);
}

Test(lab_fork, fork_exit_wait_without_namespaces)
{
	fork_and_wait(true);
}
