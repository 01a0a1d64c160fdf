/* show_saved: a run saved as a lesson plays, and expects what happened.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The runs are those of all lessons, but saved as if the learner had made every
 * move alone: nothing that the lesson says is in the draft, so what it expects
 * comes from the run.
 */
#include "journal/held.h"
#include "journal/order/order.h"
#include "session_stage.h"
#include "show/export/export_lesson.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <signal.h>
#include <string.h>

struct played {
	struct loop *loop;
	struct session *session;
};

static void play(struct played *played, const struct lesson *lesson)
{
	struct err err;
	struct session_options options = {.answer_unknown = true};
	played->loop = loop_new(&err);
	played->session = session_new(lesson, played->loop, &options, &err);
	cr_assert(played->session, "%s: %s", lesson->file, err.text);
	struct session *session = played->session;
	if (session_missing(session))
		cr_skip_test("%s", session_missing(session));
	while (session_state(session) == SESSION_READY) {
		cr_assert(session_next(session, &err), "%s: beat %zu: %s",
			  lesson->file, session_live(session), err.text);
		cr_assert(session_wait(session, &err), "%s", err.text);
	}
}

static void end(struct played *played)
{
	session_free(played->session);
	loop_free(played->loop);
}

/* The expectations that were not met, one on each line. */
static void print_unmet(const struct journal *journal, struct buf *out)
{
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		const struct event_check *check = &event->as.check;
		if (event->kind == EVENT_CHECK && !check->met)
			buf_printf(out, "%s:%d: %s, found %s\n", check->file,
				   check->line, check->text, check->found);
	}
}

static void export_free(const struct lesson *lesson, struct buf *draft)
{
	struct played played;
	struct err err;
	play(&played, lesson);
	struct lesson free_lab = *lesson;
	free_lab.setup_count = free_lab.step_count = 0;
	const struct journal *journal = session_journal(played.session);
	struct exported from = {
		.journal = journal,
		.begin = session_origin(played.session),
		.end = journal_count(journal),
		.lesson = &free_lab,
		.hosts = lesson->hosts,
		.host_count = lesson->host_count,
		.name = "run",
	};
	cr_assert(export_lesson(&from, draft, &err), "%s: %s", lesson->file,
		  err.text);
	end(&played);
}

static void check_draft(const char *file, const struct buf *draft)
{
	struct faults faults = {0};
	struct lesson *lesson =
		lesson_parse("run.md", buf_text(draft), draft->len, &faults);
	cr_assert(lesson, "%s: line %d: %s\n%s", file, faults.items[0].line,
		  faults.items[0].text, buf_text(draft));
	struct played played;
	struct buf unmet = {0};
	play(&played, lesson);
	print_unmet(session_journal(played.session), &unmet);
	cr_expect_eq(session_failures(played.session), 0, "%s\n%s",
		     buf_text(&unmet), buf_text(draft));
	cr_expect_eq(session_state(played.session), SESSION_OVER, "%s: %s",
		     file, session_loss(played.session));
	buf_done(&unmet);
	end(&played);
	lesson_free(lesson);
}

/* A wait that expects nothing takes all of its time, which is minutes. */
static bool waits(const struct lesson *lesson)
{
	size_t beats = lesson_beats(lesson), step, beat;
	for (size_t i = 0; i < beats; i++) {
		lesson_beat_at(lesson, i, &step, &beat);
		const struct beat *at = &lesson->steps[step].beats[beat];
		if (at->kind == BEAT_WIRE && at->order.kind == ORDER_WAIT)
			return true;
	}
	return false;
}

Test(saved, every_run_as_a_lesson_of_its_own)
{
	glob_t files;
	size_t count = 0;
	cr_assert_eq(glob("lessons/[0-9]*.md", 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct err err;
		struct faults faults = {0};
		struct buf draft = {0};
		struct lesson *lesson =
			lesson_read(files.gl_pathv[i], &faults, &err);
		cr_assert(lesson, "%s", files.gl_pathv[i]);
		if (!waits(lesson)) {
			export_free(lesson, &draft);
			check_draft(files.gl_pathv[i], &draft);
			count++;
		}
		buf_done(&draft);
		lesson_free(lesson);
		faults_done(&faults);
	}
	cr_expect(count > 10);
	globfree(&files);
}

static void export_stage(const struct session_stage *stage, struct buf *draft)
{
	struct arena arena = {0};
	struct err err;
	size_t host_count;
	const struct journal *journal = session_journal(stage->session);
	struct exported from = {
		.journal = journal,
		.begin = session_origin(stage->session),
		.end = journal_count(journal),
		.lesson = session_lesson(stage->session),
		.hosts = session_hosts(stage->session, &arena, &host_count),
		.name = "run",
	};
	from.host_count = host_count;
	cr_assert(export_lesson(&from, draft, &err), "%s", err.text);
	arena_done(&arena);
}

static void give_order(struct session_stage *stage, const char *text)
{
	struct order order;
	cr_assert(order_parse(str_from(text), &stage->arena, &order,
			      &stage->err) &&
			  session_order(stage->session, &order, &stage->err) &&
			  session_wait(stage->session, &stage->err),
		  "%s: %s", text, stage->err.text);
}

/* Hosts, of which one is the learner's, a call that sleeps for a while, and
 * a packet that is held and let go by its number, which a rewind has moved. */
Test(saved, a_free_lab)
{
	static const struct actor_spec actors[] = {{"server", NULL},
						   {"guest", "beta"}};
	static const struct host_spec hosts[] = {{"alpha", "10.0.0.1/24"},
						 {"beta", "10.0.0.2/24"}};
	struct session_stage stage;
	struct buf draft = {0};
	session_stage_open_lesson(&stage, lesson_blank(actors, 2, hosts, 2));
	struct session *session = stage.session;
	session_stage_call(&stage, "server",
			   "srv = socket(AF_INET, SOCK_DGRAM)");
	session_stage_call(&stage, "server", "bind(srv, 10.0.0.1:9000)");
	session_stage_call(&stage, "server",
			   "sendto(srv, \"to nobody\", 0, 10.0.0.1:10)");
	cr_assert(session_add_host(session, "gamma", NULL, &stage.err), "%s",
		  stage.err.text);
	session_stage_call(&stage, "server", "recv(srv, 100)");
	session_stage_call(&stage, "guest",
			   "one = socket(AF_INET, SOCK_DGRAM)");
	give_order(&stage, "hold udp");
	session_stage_call(&stage, "guest",
			   "sendto(one, \"hello\", 0, 10.0.0.1:9000)");
	size_t count;
	const struct event_packet **held =
		journal_held(session_journal(session),
			     journal_count(session_journal(session)), &count);
	cr_assert_eq(count, 1);
	cr_expect(held[0]->number > 2);
	AUTO_FREE char *line = xprintf("deliver %u", held[0]->number);
	free(held);
	give_order(&stage, line);
	session_stage_run(&stage, "true");
	export_stage(&stage, &draft);
	static const char *const parts[] = {
		("hosts: {alpha: {addresses: \"10.0.0.1/24\"}, "
		 "beta: {addresses: \"10.0.0.2/24\"}, gamma: {}}\n"),
		"actors: {server: {host: alpha}, guest: {host: beta}}\n",
		"blocks\n",
		"held at least 1\n",
		"deliver first\n",
		"server returns 5\nserver data \"hello\"\n",
		"```sh alpha\ntrue\n```\n\n```expect\nexit 0\n```\n",
	};
	for (size_t i = 0; i < COUNT(parts); i++)
		cr_expect(strstr(buf_text(&draft), parts[i]), "%s\n%s",
			  parts[i], buf_text(&draft));
	check_draft("a free lab", &draft);
	buf_done(&draft);
	session_stage_close(&stage);
}

/* The learner calls the socket otherwise than the lesson, whose later calls
 * and expectations have its own name. */
Test(saved, a_try_with_another_name)
{
	static const char text[] = SESSION_STAGE_FRONT
		"## Get ready: a listener\n\n"
		"```c server\nsrv = socket(AF_INET, SOCK_STREAM, 0);\n```\n\n"
		"```expect\nreturns 3\n```\n\n"
		"```c server\nbind(srv, 127.0.0.1:12345);\n```\n\n"
		"```expect\nreturns 0\n```\n\n"
		"```c server\nlisten(srv, 5);\n```\n\n"
		"```expect\nsrv: LISTEN\n```\n";
	struct session_stage stage;
	struct buf draft = {0};
	struct faults faults = {0};
	struct lesson *lesson =
		lesson_parse("played.md", text, strlen(text), &faults);
	cr_assert(lesson);
	lesson->steps[0].beats[0].kind = BEAT_TRY;
	session_stage_open_lesson(&stage, lesson);
	cr_assert(session_stage_call(&stage, "server",
				     "mine = socket(AF_INET, SOCK_STREAM)"),
		  "%s", stage.err.text);
	session_stage_play(&stage, 2);
	export_stage(&stage, &draft);
	cr_expect(strstr(buf_text(&draft),
			 "```c server\nsrv = socket(AF_INET, SOCK_STREAM)"),
		  "%s", buf_text(&draft));
	cr_expect(!strstr(buf_text(&draft), "mine"), "%s", buf_text(&draft));
	check_draft("a try", &draft);
	buf_done(&draft);
	session_stage_close(&stage);
}

static void call_all(struct session_stage *stage, const char *const calls[][2],
		     size_t count)
{
	for (size_t i = 0; i < count; i++)
		cr_assert(session_stage_call(stage, calls[i][0], calls[i][1]),
			  "%s: %s", calls[i][1], stage->err.text);
}

/* Children without a variable, one that is killed while it does nothing, and
 * descriptors that came in a message. */
Test(saved, forks)
{
	static const struct actor_spec actors[] = {{"server", NULL}};
	static const char *const calls[][2] = {
		{"server", "socketpair(AF_UNIX, SOCK_STREAM, 0, {up, down})"},
		{"server", "s = socket(AF_INET, SOCK_DGRAM)"},
		{"server", "other = fork()"},
		{"server", "fork()"},
		{"server", "sendmsg(up, {iov={\"take\"}, rights={s}})"},
		{"child", "recvmsg(down, {iov={10}, rights={got}})"},
		{"child", "bind(got, 127.0.0.1:9000)"},
		{"server", "waitpid(-1)"},
		{"child", "grand = fork()"},
		{"grand", "sendto(got, \"hi\", 0, 127.0.0.1:9000)"},
		{"child", "kill(other, SIGTERM)"},
		{"server", "recv(s, 10)"},
		{"grand", "_exit(1)"},
	};
	static const char *const parts[] = {
		"actors: {server: {}}\n",
		("```c server\nfork();\n```\n\n"
		 "```expect\nreturns at least 1\n```\n"),
		"server returns at least 1\nother killed SIGTERM\n",
		"```c grand\n_exit(1);\n```\n\nThe process is gone.\n",
	};
	struct session_stage stage;
	struct buf draft = {0};
	session_stage_open_lesson(&stage, lesson_blank(actors, 1, NULL, 0));
	call_all(&stage, calls, COUNT(calls));
	export_stage(&stage, &draft);
	for (size_t i = 0; i < COUNT(parts); i++)
		cr_expect(strstr(buf_text(&draft), parts[i]), "%s\n%s",
			  parts[i], buf_text(&draft));
	check_draft("forks", &draft);
	buf_done(&draft);
	session_stage_close(&stage);
}

/* What the other end says to a FIN has time: where its queue is full it says
 * nothing until the FIN is sent again. It may say it late here as well, so the
 * client asks for its name until it did. */
Test(saved, an_answer_to_a_fin)
{
	static const struct actor_spec actors[] = {{"server", NULL},
						   {"client", NULL}};
	static const char *const calls[][2] = {
		{"server", "srv = socket(AF_INET, SOCK_STREAM)"},
		{"server", "bind(srv, 127.0.0.1:9000)"},
		{"server", "listen(srv, 5)"},
		{"client", "cli = socket(AF_INET, SOCK_STREAM)"},
		{"client", "connect(cli, 127.0.0.1:9000)"},
		{"client", "shutdown(cli, SHUT_WR)"},
	};
	struct session_stage stage;
	struct buf draft = {0};
	session_stage_open_lesson(&stage, lesson_blank(actors, 2, NULL, 0));
	call_all(&stage, calls, COUNT(calls));
	export_stage(&stage, &draft);
	while (!strstr(buf_text(&draft), "cli: FIN-WAIT-2\n")) {
		static const char *const asks[][2] = {
			{"client", "getsockname(cli)"}};
		call_all(&stage, asks, COUNT(asks));
		buf_clear(&draft);
		export_stage(&stage, &draft);
	}
	cr_expect(strstr(buf_text(&draft), "cli: FIN-WAIT-2\nwithin 10s\n"),
		  "%s", buf_text(&draft));
	check_draft("an answer to a FIN", &draft);
	buf_done(&draft);
	session_stage_close(&stage);
}

static void expect_refusal(const struct session_stage *stage, const char *why)
{
	struct buf draft = {0};
	struct err err = {0};
	const struct journal *journal = session_journal(stage->session);
	const struct exported from = {
		.journal = journal,
		.begin = session_origin(stage->session),
		.end = journal_count(journal),
		.lesson = session_lesson(stage->session),
		.name = "run",
	};
	cr_expect(!export_lesson(&from, &draft, &err), "%s", buf_text(&draft));
	cr_expect(strstr(err.text, why), "%s", err.text);
	buf_done(&draft);
}

/* What an alarm of the run interrupts is interrupted again; what the learner
 * interrupts or kills is not. */
Test(saved, signals)
{
	static const struct actor_spec actors[] = {{"one", NULL},
						   {"two", NULL}};
	static const char *const calls[][2] = {
		{"one", "sigaction(SIGALRM, handler)"},
		{"one", "s = socket(AF_INET, SOCK_DGRAM)"},
		{"one", "alarm(5)"},
		{"one", "recv(s, 10)"},
	};
	struct session_stage stage;
	struct buf draft = {0};
	session_stage_open_lesson(&stage, lesson_blank(actors, 2, NULL, 0));
	struct session *session = stage.session;
	call_all(&stage, calls, COUNT(calls));
	give_order(&stage, "wait 8s");
	export_stage(&stage, &draft);
	cr_expect(strstr(buf_text(&draft), "one fails EINTR\n"), "%s",
		  buf_text(&draft));
	check_draft("an alarm", &draft);
	cr_assert(session_stage_call(&stage, "one", "recv(s, 10)"));
	cr_assert(session_interrupt(session, "one", &stage.err) &&
		  session_wait(session, &stage.err));
	expect_refusal(&stage, "a signal ended the sleep of one");
	buf_done(&draft);
	session_stage_close(&stage);
}

Test(saved, killed_by_the_learner)
{
	static const struct actor_spec actors[] = {{"one", NULL},
						   {"two", NULL}};
	struct session_stage stage;
	session_stage_open_lesson(&stage, lesson_blank(actors, 2, NULL, 0));
	cr_assert(session_stage_call(&stage, "one",
				     "s = socket(AF_INET, SOCK_DGRAM)"));
	cr_assert(session_signal(stage.session, "two", SIGKILL, &stage.err) &&
		  session_wait(stage.session, &stage.err));
	expect_refusal(&stage, "no call of the run killed two");
	session_stage_close(&stage);
}
