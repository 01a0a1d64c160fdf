/* lab_signal: signals to actors, and what they do to calls.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/symbol.h"
#include "call/whole/parse.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <string.h>

/* The signals of the run: "SIGALRM of server handled, …"; the caller frees. */
static char *signals(const struct stage *stage)
{
	struct buf out = {0};
	for (size_t i = 0; i < journal_count(stage->journal); i++) {
		const struct event *event = journal_at(stage->journal, i);
		const struct event_signal *signal = &event->as.signal;
		if (event->kind != EVENT_SIGNAL)
			continue;
		const char *name = symbol_name(SYMBOL_SIGNAL, signal->number);
		buf_printf(&out, "%s%s %s %s", out.len ? ", " : "",
			   signal->actor, signal_fate_word(signal->fate),
			   name ? name : "interrupt");
	}
	return out.len ? buf_take(&out) : xstrdup("");
}

/* A listener that waits in accept, with a handler set up by `action`. */
static void open_waiting(struct stage *stage, const char *action)
{
	const struct play rows[] = {
		{"server", action, 0, NULL, NULL},
		{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
		{"server", "listen(srv, 5)", 0, NULL, NULL},
		{"server", "conn = accept(srv)", PLAY_BLOCKS, NULL, NULL},
	};
	stage_open_whole(stage, NULL, 0);
	stage_play(stage, rows, COUNT(rows));
}

static void signal_server(struct stage *stage, int number)
{
	struct err err = {0};
	cr_assert(lab_signal(stage->lab, "server", number, &err), "%s",
		  err.text);
	stage_settle(stage);
}

Test(lab_signal, handler_interrupts_a_call)
{
	struct stage stage;
	open_waiting(&stage, "sigaction(SIGUSR1, handler)");
	signal_server(&stage, SIGUSR1);
	const struct event_call *call = stage_last(&stage, "server");
	cr_expect_eq(call->phase, CALL_RETURN);
	cr_expect_eq(call->call.result.error, EINTR);
	AUTO_FREE char *told = signals(&stage);
	cr_expect_str_eq(told, "server handled SIGUSR1");
	stage_close(&stage);
}

/* signal(3) restarts. The handler runs all the same. */
Test(lab_signal, restarted_call_goes_on)
{
	struct stage stage;
	open_waiting(&stage, "signal(SIGUSR1, handler)");
	signal_server(&stage, SIGUSR1);
	AUTO_FREE char *told = signals(&stage);
	cr_expect_str_eq(told, "server handled SIGUSR1");
	cr_expect_eq(lab_actor_state(stage.lab, "server"), LAB_ACTOR_BLOCKED);
	cr_expect_eq(stage_last(&stage, "server")->phase, CALL_BLOCKED);
	stage_close(&stage);
}

Test(lab_signal, ignored_and_deadly)
{
	struct stage stage;
	open_waiting(&stage, "signal(SIGTERM, SIG_IGN)");
	signal_server(&stage, SIGTERM);
	cr_expect_eq(lab_actor_state(stage.lab, "server"), LAB_ACTOR_BLOCKED);
	signal_server(&stage, SIGURG);
	AUTO_FREE char *told = signals(&stage);
	cr_expect_str_eq(told, "server ignored SIGTERM, server ignored SIGURG");
	signal_server(&stage, SIGINT);
	cr_expect_eq(lab_actor_state(stage.lab, "server"), LAB_ACTOR_ENDED);
	cr_expect_eq(stage_last(&stage, "server")->call.result.signal, SIGINT);
	struct err err = {0};
	cr_expect(!lab_signal(stage.lab, "server", SIGINT, &err));
	cr_expect_str_eq(err.text, "server has ended");
	cr_expect(!lab_signal(stage.lab, "nobody", SIGINT, &err));
	stage_close(&stage);
}

Test(lab_signal, stopped_and_continued)
{
	struct stage stage;
	open_waiting(&stage, "signal(SIGUSR1, SIG_DFL)");
	signal_server(&stage, SIGSTOP);
	stage_call(&stage, "client", "cli = socket(AF_INET, SOCK_STREAM)");
	stage_call(&stage, "client", "connect(cli, 127.0.0.1:12345)");
	cr_expect_eq(lab_actor_state(stage.lab, "server"), LAB_ACTOR_BLOCKED,
		     "there is a connection, but it stands still");
	struct err err = {0};
	cr_expect(!lab_interrupt(stage.lab, "server", &err));
	signal_server(&stage, SIGCONT);
	cr_expect_eq(lab_actor_state(stage.lab, "server"), LAB_ACTOR_READY);
	cr_expect_eq(stage_last(&stage, "server")->call.result.value, 4);
	AUTO_FREE char *told = signals(&stage);
	cr_expect_str_eq(told,
			 "server stopped SIGSTOP, server continued SIGCONT");
	stage_close(&stage);
}

/* A call for an actor that is stopped waits with it. */
Test(lab_signal, call_of_a_stopped_actor)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	signal_server(&stage, SIGSTOP);
	cr_expect_eq(stage_value(&stage, "server",
				 "s = socket(AF_INET, SOCK_STREAM)"),
		     PLAY_BLOCKS);
	signal_server(&stage, SIGCONT);
	cr_expect_eq(stage_last(&stage, "server")->call.result.value, 3);
	stage_close(&stage);
}

Test(lab_signal, interrupt)
{
	struct stage stage;
	struct err err = {0};
	open_waiting(&stage, "signal(SIGUSR1, SIG_DFL)");
	cr_assert(lab_interrupt(stage.lab, "server", &err), "%s", err.text);
	stage_settle(&stage);
	const struct event_call *call = stage_last(&stage, "server");
	cr_expect_eq(call->call.result.error, EINTR);
	cr_expect_eq(lab_actor_state(stage.lab, "server"), LAB_ACTOR_READY);
	AUTO_FREE char *told = signals(&stage);
	cr_expect_str_eq(told, "server handled interrupt");
	cr_expect(!lab_interrupt(stage.lab, "server", &err));
	cr_expect_str_eq(err.text,
			 "server is in no call that could be interrupted");
	stage_close(&stage);
}

/* Events until the last call of an actor has come back. */
static void await_return(struct stage *stage, const char *actor)
{
	while (stage_last(stage, actor)->phase != CALL_RETURN)
		stage_await_event(stage, journal_count(stage->journal),
				  EVENT_CALL);
}

Test(lab_signal, alarm_ends_a_recv)
{
	static const struct play rows[] = {
		{"server", "s = socket(AF_INET, SOCK_DGRAM)", 3, NULL, NULL},
		{"server", "bind(s, 127.0.0.1:5353)", 0, NULL, NULL},
		{"server", "sigaction(SIGALRM, handler)", 0, NULL, NULL},
		{"server", "alarm(5)", 0, NULL, NULL},
		{"server", "recv(s, 10)", PLAY_ANY, NULL, NULL},
	};
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, COUNT(rows));
	await_return(&stage, "server");
	cr_expect_eq(stage_last(&stage, "server")->call.result.error, EINTR);
	AUTO_FREE char *told = signals(&stage);
	cr_expect_str_eq(told, "server handled SIGALRM");
	stage_close(&stage);
}

/* sleep() gives what is left, and the kernel's call says EINTR. */
Test(lab_signal, sleep_is_cut_short)
{
	struct stage stage;
	struct err err = {0};
	stage_open_whole(&stage, NULL, 0);
	cr_expect_eq(stage_value(&stage, "server", "left = sleep(1000)"),
		     PLAY_BLOCKS);
	cr_assert(lab_interrupt(stage.lab, "server", &err), "%s", err.text);
	stage_settle(&stage);
	const struct result *result =
		&stage_last(&stage, "server")->call.result;
	cr_expect(result->done);
	cr_expect_gt(result->value, 900);
	cr_expect_eq(result->error, EINTR);
	cr_expect_eq(stage_value(&stage, "server", "sleep(0)"), 0);
	stage_close(&stage);
}

Test(lab_signal, child_ends_during_accept)
{
	struct stage stage;
	open_waiting(&stage, "sigaction(SIGCHLD, handler)");
	struct err err = {0};
	cr_assert(lab_interrupt(stage.lab, "server", &err));
	stage_settle(&stage);
	cr_expect_gt(stage_value(&stage, "server", "child = fork()"), 1);
	stage_call(&stage, "server", "conn = accept(srv)");
	stage_call(&stage, "child", "_exit(0)");
	const struct event_call *call = stage_last(&stage, "server");
	cr_expect_eq(call->phase, CALL_RETURN);
	cr_expect_eq(call->call.result.error, EINTR);
	AUTO_FREE char *told = signals(&stage);
	cr_expect_str_eq(told,
			 "server handled interrupt, server handled SIGCHLD");
	stage_close(&stage);
}

static const struct play to_a_closed_peer[] = {
	{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
	{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
	{"server", "listen(srv, 5)", 0, NULL, NULL},
	{"client", "cli = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
	{"client", "shutdown(cli, SHUT_WR)", -ENOTCONN, NULL, NULL},
	{"client", "connect(cli, 127.0.0.1:12345)", 0, NULL, NULL},
	{"client", "shutdown(cli, SHUT_WR)", 0, NULL, NULL},
};

Test(lab_signal, sigpipe_ignored)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, to_a_closed_peer, COUNT(to_a_closed_peer));
	cr_expect_eq(stage_value(&stage, "client", "signal(SIGPIPE, SIG_IGN)"),
		     0);
	cr_expect_eq(stage_value(&stage, "client", "send(cli, \"x\")"), -EPIPE);
	cr_expect_eq(stage_value(&stage, "client", "signal(SIGPIPE, SIG_DFL)"),
		     0);
	stage_call(&stage, "client", "send(cli, \"x\")");
	cr_expect_eq(stage_last(&stage, "client")->call.result.signal, SIGPIPE);
	stage_close(&stage);
}

/* A child begins with the handlers of its parent, and notes signals at a desk
 * of its own. */
Test(lab_signal, child_has_the_handlers)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	cr_expect_eq(
		stage_value(&stage, "server", "sigaction(SIGUSR1, handler)"),
		0);
	int64_t pid = stage_value(&stage, "server", "child = fork()");
	cr_expect_gt(pid, 1);
	cr_expect_eq(stage_value(&stage, "server", "kill(child, SIGUSR1)"), 0);
	cr_expect_eq(stage_value(&stage, "server", "kill(child, SIGCHLD)"), 0);
	cr_expect_eq(stage_value(&stage, "server", "kill(child, SIGKILL)"), 0);
	cr_expect_eq(stage_value(&stage, "server", "waitpid(child)"), pid);
	cr_expect_eq(stage_value(&stage, "server", "kill(child, 0)"), -ESRCH);
	AUTO_FREE char *told = signals(&stage);
	cr_expect_str_eq(told, "child handled SIGUSR1, child ignored SIGCHLD");
	stage_close(&stage);
}

/* Without namespaces a signal must not reach anybody else. */
Test(lab_signal, kill_stays_in_the_lab)
{
	static const char *const calls[] = {
		"kill(-1, SIGTERM)", "kill(0, SIGTERM)", "kill(1, SIGTERM)"};
	struct stage stage;
	stage_open(&stage, NULL, 0, true);
	for (size_t i = 0; i < COUNT(calls); i++) {
		struct err err = {0};
		struct call call;
		cr_assert(call_parse(str_from(calls[i]), &stage.arena, &call,
				     NULL, &err));
		cr_expect(!lab_call(stage.lab, "server", &call, &err));
		cr_expect(strstr(err.text, "none of the actors"), "%s",
			  err.text);
	}
	cr_expect_gt(stage_value(&stage, "server", "child = fork()"), 1);
	cr_expect_eq(stage_value(&stage, "server", "kill(child, SIGTERM)"), 0);
	cr_expect_eq(lab_actor_state(stage.lab, "child"), LAB_ACTOR_ENDED);
	stage_close(&stage);
}
