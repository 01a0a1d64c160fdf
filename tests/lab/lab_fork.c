/* lab_fork: actors that fork, wait, end, and share what they have.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/print.h"
#include "call/whole/parse.h"
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

/* A server with one connection, and its child. */
static void open_family(struct stage *stage)
{
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
		{"server", "listen(srv, 5)", 0, NULL, NULL},
		{"client", "cli = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"client", "connect(cli, 127.0.0.1:12345)", 0, NULL, NULL},
		{"server", "conn = accept(srv)", 4, NULL, NULL},
		{"server", "child = fork()", PLAY_ANY, NULL, NULL},
	};
	stage_open_whole(stage, NULL, 0);
	stage_play(stage, rows, COUNT(rows));
}

/* The end of the stream comes when the last who has the socket closes it, and
 * the child knows it by the name that its parent gave it. */
Test(lab_fork, end_of_file_comes_with_the_last_close)
{
	static const struct play first[] = {
		{"client", "recv(cli, 16)", PLAY_BLOCKS, NULL, NULL},
		{"server", "close(conn)", 0, "conn", "ESTAB"},
		{"client", "send(cli, \"x\")", PLAY_ANY, NULL, NULL},
	};
	static const struct play then[] = {
		{"child", "close(srv)", 0, "srv", "LISTEN"},
		{"child", "close(conn)", 0, NULL, NULL},
	};
	struct stage stage;
	open_family(&stage);
	const struct socket_state *row = row_of(&stage, "child", 4);
	cr_assert(row);
	cr_expect_eq(row->owner_count, 2);
	stage_play(&stage, first, 2);
	cr_expect_eq(lab_actor_state(stage.lab, "client"), LAB_ACTOR_BLOCKED,
		     "no end yet");
	row = row_of(&stage, "child", 4);
	cr_assert(row, "the child still has it");
	cr_expect_eq(row->owner_count, 1);
	stage_play(&stage, then, COUNT(then));
	const struct event_call *read = stage_last(&stage, "client");
	cr_expect_eq(read->phase, CALL_RETURN);
	cr_expect_eq(read->call.result.value, 0);
	stage_close(&stage);
}

/* What the kernel keeps of a child until somebody waits for it. */
Test(lab_fork, zombie_until_it_is_waited_for)
{
	struct stage stage;
	open_family(&stage);
	stage_call(&stage, "child", "_exit(0)");
	const struct event_output *ps =
		stage_run(&stage, NULL, "grep -h State: /proc/4/status");
	cr_expect_str_eq(ps->text, "State:\tZ (zombie)\n");
	cr_expect_eq(stage_value(&stage, "server", "waitpid(-1, WNOHANG)"), 4);
	ps = stage_run(&stage, NULL, "test -d /proc/4 || echo gone");
	cr_expect_str_eq(ps->text, "gone\n");
	stage_close(&stage);
}

/* The call that ends a process has no result, and is told as over. */
Test(lab_fork, exit_never_returns)
{
	struct stage stage;
	struct buf text = {0};
	stage_open_whole(&stage, NULL, 0);
	stage_call(&stage, "client", "_exit(3)");
	const struct event_call *call = stage_last(&stage, "client");
	cr_expect_eq(call->phase, CALL_RETURN);
	call_print_strace(&call->call, &text);
	cr_expect_str_eq(buf_text(&text), "exit_group(3) = ?");
	const struct event_actor *ended =
		life_of(&stage, "client", ACTOR_ENDED);
	cr_assert(ended);
	cr_expect_eq(ended->status, 3);
	buf_done(&text);
	stage_close(&stage);
}

Test(lab_fork, wait_blocks_until_the_child_is_killed)
{
	struct stage stage;
	open_family(&stage);
	stage_call(&stage, "server", "waitpid(child)");
	cr_expect_eq(lab_actor_state(stage.lab, "server"), LAB_ACTOR_BLOCKED);
	struct err err = {0};
	cr_expect(lab_signal(stage.lab, "child", SIGTERM, &err), "%s",
		  err.text);
	stage_settle(&stage);
	const struct event_call *wait = stage_last(&stage, "server");
	cr_expect_eq(wait->phase, CALL_RETURN);
	cr_expect_eq(wait->call.result.value, 4);
	cr_expect_eq(wait->call.result.option, SIGTERM);
	const struct event_actor *ended = life_of(&stage, "child", ACTOR_ENDED);
	cr_assert(ended);
	cr_expect_eq(ended->signal, SIGTERM);
	stage_close(&stage);
}

/* A child whose parent is gone is init's, which waits for it. */
Test(lab_fork, orphan_goes_to_init)
{
	struct stage stage;
	struct err err = {0};
	open_family(&stage);
	cr_assert(lab_signal(stage.lab, "server", SIGKILL, &err));
	stage_settle(&stage);
	cr_expect_eq(lab_actor_state(stage.lab, "server"), LAB_ACTOR_ENDED);
	cr_expect_eq(lab_actor_state(stage.lab, "child"), LAB_ACTOR_READY);
	const struct event_output *parent =
		stage_run(&stage, NULL, "grep PPid: /proc/4/status");
	cr_expect_str_eq(parent->text, "PPid:\t1\n");
	cr_expect_eq(stage_value(&stage, "child", "send(conn, \"still\")"), 5);
	stage_call(&stage, "child", "_exit(5)");
	const struct event_actor *ended = life_of(&stage, "child", ACTOR_ENDED);
	cr_assert(ended);
	cr_expect_eq(ended->status, 5);
	stage_close(&stage);
}

/* Nobody waits for the children of who ignores SIGCHLD: the kernel forgets
 * them at once. How they ended is known all the same, or it is said that it is
 * not (before Linux 6.15). */
Test(lab_fork, nobody_waits)
{
	struct stage stage;
	open_family(&stage);
	cr_expect_eq(stage_value(&stage, "server", "signal(SIGCHLD, SIG_IGN)"),
		     0);
	stage_call(&stage, "child", "_exit(6)");
	const struct event_actor *ended = life_of(&stage, "child", ACTOR_ENDED);
	cr_assert(ended);
	cr_expect(ended->status == 6 || ended->status == -1, "%d",
		  ended->status);
	cr_expect_eq(stage_value(&stage, "server", "waitpid(child)"), -ECHILD);
	stage_close(&stage);
}

/* A grandchild, with a name that is taken, and variables of its grandfather. */
Test(lab_fork, names_and_generations)
{
	struct stage stage;
	open_family(&stage);
	cr_expect_gt(stage_value(&stage, "child", "child = fork()"), 4);
	const struct event_actor *born = life_of(&stage, "child2", ACTOR_BORN);
	cr_assert(born);
	cr_expect_str_eq(born->parent, "child");
	cr_expect_gt(stage_value(&stage, "server", "fork()"), 5);
	cr_assert(life_of(&stage, "child3", ACTOR_BORN));
	cr_expect_eq(stage_value(&stage, "child2", "send(conn, \"hi\")"), 2);
	cr_expect_eq(stage_value(&stage, "client", "recv(cli, 10)"), 2);
	// What a child makes is its own.
	cr_expect_eq(stage_value(&stage, "child2",
				 "mine = socket(AF_INET, SOCK_DGRAM)"),
		     5);
	int64_t num;
	size_t place = journal_count(stage.journal);
	cr_expect(
		journal_variable(stage.journal, place, "child2", "mine", &num));
	cr_expect(!journal_variable(stage.journal, place, "server", "mine",
				    &num));
	// What its parent made after the fork is not.
	cr_expect(
		!journal_variable(stage.journal, place, "child", "left", &num));
	stage_close(&stage);
}

/* Forks come to an end with the desks, and go on when one ends. */
Test(lab_fork, as_many_as_there_are_desks)
{
	struct stage stage;
	struct err err = {0};
	stage_open_whole(&stage, NULL, 0);
	for (int i = 0; i < 16; i++)
		cr_assert_gt(stage_value(&stage, "server", "fork()"), 1);
	struct call call;
	cr_assert(call_parse(str_from("fork()"), &stage.arena, &call, NULL,
			     &err));
	cr_assert(!lab_call(stage.lab, "server", &call, &err));
	cr_expect(strstr(err.text, "this lab holds 18 actors"), "%s", err.text);
	struct lab_actor more = {.name = "more"};
	cr_assert(!lab_add_actor(stage.lab, &more, &err));
	stage_call(&stage, "child7", "_exit(0)");
	cr_expect_gt(stage_value(&stage, "server", "fork()"), 1);
	cr_assert(life_of(&stage, "child17", ACTOR_BORN));
	cr_expect_eq(stage_value(&stage, "child17",
				 "s = socket(AF_INET, SOCK_STREAM)"),
		     3, "and works");
	stage_close(&stage);
}

/* --- actors that the lab adds ----------------------------------------------
 */

Test(lab_fork, add_an_actor)
{
	static const struct lab_host hosts[] = {{"alpha", "10.0.0.1/24"},
						{"beta", "10.0.0.2/24"}};
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"server", "bind(srv, 10.0.0.1:80)", -EACCES, NULL, NULL},
		{"server", "bind(srv, 10.0.0.1:8080)", 0, NULL, NULL},
		{"server", "listen(srv, 5)", 0, NULL, NULL},
		{"late", "cli = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"late", "connect(cli, 10.0.0.1:8080)", 0, "cli", "ESTAB"},
	};
	struct stage stage;
	struct err err = {0};
	stage_open_whole(&stage, hosts, COUNT(hosts));
	struct lab_actor late = {.name = "late", .host = "beta"};
	cr_assert(lab_add_actor(stage.lab, &late, &err), "%s", err.text);
	cr_expect_eq(lab_actor_state(stage.lab, "late"), LAB_ACTOR_READY);
	const struct event_actor *born = life_of(&stage, "late", ACTOR_BORN);
	cr_assert(born);
	cr_expect(born->joined && !born->parent);
	cr_expect_str_eq(born->host, "beta");
	stage_play(&stage, rows, COUNT(rows));
	AUTO_FREE char *packets = stage_packets(&stage, 0);
	cr_expect_str_eq(packets, "SYN late>server, SYN-ACK server>late, "
				  "ACK late>server");
	cr_expect(!lab_add_actor(stage.lab, &late, &err));
	cr_expect(strstr(err.text, "late is taken"), "%s", err.text);
	late = (struct lab_actor){.name = "other", .host = "gamma"};
	cr_expect(!lab_add_actor(stage.lab, &late, &err));
	cr_expect(strstr(err.text, "no host named gamma"), "%s", err.text);
	late = (struct lab_actor){.name = "alpha"};
	cr_expect(!lab_add_actor(stage.lab, &late, &err), "a host has it");
	stage_close(&stage);
}

Test(lab_fork, add_an_actor_without_namespaces)
{
	struct stage stage;
	struct err err = {0};
	stage_open(&stage, NULL, 0, true);
	struct lab_actor late = {.name = "late"};
	cr_assert(lab_add_actor(stage.lab, &late, &err), "%s", err.text);
	cr_expect_eq(
		stage_value(&stage, "late", "s = socket(AF_INET, SOCK_STREAM)"),
		3);
	stage_close(&stage);
}
