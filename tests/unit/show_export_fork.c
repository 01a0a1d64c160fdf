/* show_export_fork: a recorded run of tests/golden/journal/fork.txt, in which a
 * server forks, as a lesson and as programs; and processes by their numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "golden.h"
#include "show/export/export_c.h"
#include "show/export/export_lesson.h"
#include "show/export/export_python.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

#define JOURNAL "tests/golden/journal/fork.jsonl"

static struct exported open_run(struct run *run)
{
	static const struct actor_spec actors[] = {{.name = "server"},
						   {.name = "client"}};
	run_open_lesson(run, lesson_blank(actors, COUNT(actors), NULL, 0));
	journal_free(run->journal);
	run->journal = run_load(JOURNAL);
	return (struct exported){
		.journal = run->journal,
		.end = journal_count(run->journal),
		.lesson = run->lesson,
		.name = "fork",
	};
}

Test(export, golden_fork)
{
	static const struct {
		bool (*export)(const struct exported *from, const char *actor,
			       struct buf *out, struct err *err);
		const char *path;
	} rows[] = {
		{export_c, "tests/golden/format/fork-server.c"},
		{export_python, "tests/golden/format/fork-server.py"},
	};
	struct run run;
	struct err err;
	struct exported from = open_run(&run);
	const char *actors[4];
	cr_assert_eq(program_actors(&from, actors, 4), 2,
		     "the child is a part of the server's program");
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out = {0};
		cr_assert(rows[i].export(&from, "server", &out, &err), "%s",
			  err.text);
		golden_check(rows[i].path, buf_text(&out));
		buf_done(&out);
	}
	run_close(&run);
}

Test(export, golden_fork_lesson)
{
	struct run run;
	struct err err;
	struct buf out = {0};
	struct faults faults = {0};
	struct exported from = open_run(&run);
	cr_assert(export_lesson(&from, &out, &err), "%s", err.text);
	golden_check("tests/golden/format/fork.md", buf_text(&out));
	struct lesson *lesson =
		lesson_parse("fork.md", buf_text(&out), out.len, &faults);
	cr_expect(lesson, "line %d: %s",
		  faults.count ? faults.items[0].line : 0,
		  faults.count ? faults.items[0].text : "");
	lesson_free(lesson);
	faults_done(&faults);
	buf_done(&out);
	run_close(&run);
}

/* --- processes by their numbers --------------------------------------------
 */

enum { PARENT = 2, CHILD = 4 };

static void be_born(struct run *run, const char *actor, const char *parent,
		    int pid)
{
	struct event born = {
		.kind = EVENT_ACTOR,
		.as.actor = {.actor = actor, .parent = parent, .pid = pid},
	};
	run_event(run, &born);
}

/* A server, whose process is PARENT, forks `child`, which is CHILD. */
static struct exported open_family(struct run *run, const char *fork)
{
	run_open(run, "tests/golden/screen/connected.md");
	struct exported from = {.begin = journal_count(run->journal),
				.journal = run->journal,
				.lesson = run->lesson,
				.name = "run"};
	be_born(run, "server", NULL, PARENT);
	run_block(run, "server", fork);
	be_born(run, "child", "server", CHILD);
	run_wake(run, "server", CHILD);
	return from;
}

Test(export, a_process_is_named_by_what_holds_its_number)
{
	static const struct {
		const char *actor, *fork, *call, *c, *python;
	} cases[] = {
		{"server", "kid = fork()", "kill(4, SIGTERM)",
		 "kill(kid, SIGTERM)", "os.kill(kid, signal.SIGTERM)"},
		{"server", "fork()", "kill(4, SIGTERM)", "kill(child, SIGTERM)",
		 "os.kill(child, signal.SIGTERM)"},
		{"server", "fork()", "waitpid(4)", "waitpid(child, &status, 0)",
		 "os.waitpid(child, 0)"},
		{"server", "fork()", "waitpid(-1)", "waitpid(-1, &status, 0)",
		 "os.waitpid(-1, 0)"},
		{"server", "fork()", "kill(2, SIGTERM)",
		 "kill(getpid(), SIGTERM)",
		 "os.kill(os.getpid(), signal.SIGTERM)"},
		{"child", "fork()", "kill(4, SIGTERM)",
		 "kill(getpid(), SIGTERM)",
		 "os.kill(os.getpid(), signal.SIGTERM)"},
		{"child", "fork()", "kill(2, SIGUSR1)",
		 "kill(getppid(), SIGUSR1)",
		 "os.kill(os.getppid(), signal.SIGUSR1)"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct run run;
		struct err err;
		struct buf c = {0}, python = {0};
		struct exported from = open_family(&run, cases[i].fork);
		run_call(&run, cases[i].actor, cases[i].call, 0);
		from.end = journal_count(run.journal);
		cr_assert(export_c(&from, "server", &c, &err), "%s", err.text);
		cr_assert(export_python(&from, "server", &python, &err), "%s",
			  err.text);
		cr_expect(strstr(buf_text(&c), cases[i].c), "%s\n%s",
			  cases[i].c, buf_text(&c));
		cr_expect(strstr(buf_text(&python), cases[i].python), "%s\n%s",
			  cases[i].python, buf_text(&python));
		buf_done(&c);
		buf_done(&python);
		run_close(&run);
	}
}

/* There it would be a process of whoever runs the program. */
Test(export, a_signal_to_others_is_no_program)
{
	static const char *const calls[] = {
		"kill(-1, SIGTERM)",
		"kill(0, SIGTERM)",
		"kill(1, SIGTERM)",
		"kill(77, SIGTERM)",
	};
	for (size_t i = 0; i < COUNT(calls); i++) {
		struct run run;
		struct err err;
		struct buf out = {0};
		struct exported from = open_family(&run, "fork()");
		run_call(&run, "server", calls[i], 0);
		from.end = journal_count(run.journal);
		cr_expect(!export_c(&from, "server", &out, &err));
		cr_expect(strstr(err.text, calls[i]), "%s", err.text);
		cr_expect(!export_python(&from, "server", &out, &err));
		cr_expect_eq(out.len, 0);
		buf_done(&out);
		run_close(&run);
	}
}
