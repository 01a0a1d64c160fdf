/* show_export: a run as a lesson, and as programs in C and in Python.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * That drafts play, and that programs compile and make the same calls, is tried
 * with every lesson by tests/lab/show_saved.c and tests/oracle/saved.py.
 */
#include "golden.h"
#include "show/export/export_c.h"
#include "show/export/export_lesson.h"
#include "show/export/export_python.h"
#include "show/export/turns.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static struct exported exported(const struct run *run)
{
	return (struct exported){
		.journal = run->journal,
		.end = journal_count(run->journal),
		.lesson = run->lesson,
		.name = "connected",
	};
}

Test(export, golden_programs)
{
	static const struct {
		bool (*export)(const struct exported *from, const char *actor,
			       struct buf *out, struct err *err);
		const char *suffix;
	} languages[] = {{export_c, "c"}, {export_python, "py"}};
	static const char *const names[] = {"server", "client"};
	struct run run;
	struct err err;
	run_connected(&run);
	struct exported from = exported(&run);
	for (size_t i = 0; i < COUNT(languages) * COUNT(names); i++) {
		const char *actor = names[i % 2];
		struct buf out = {0};
		cr_assert(languages[i / 2].export(&from, actor, &out, &err),
			  "%s", err.text);
		char path[128];
		snprintf(path, sizeof(path),
			 "tests/golden/format/connected-%s.%s", actor,
			 languages[i / 2].suffix);
		golden_check(path, buf_text(&out));
		buf_done(&out);
	}
	run_close(&run);
}

/* Once as the lesson that was played, once as what a learner did alone. */
Test(export, golden_lessons)
{
	static const char *const paths[] = {
		"tests/golden/format/connected.md",
		"tests/golden/format/connected-free.md",
	};
	struct run run;
	struct err err;
	run_connected(&run);
	struct lesson free_lab = *run.lesson;
	free_lab.setup_count = free_lab.step_count = 0;
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct exported from = exported(&run);
		struct buf out = {0};
		struct faults faults = {0};
		if (i)
			from.lesson = &free_lab;
		cr_assert(export_lesson(&from, &out, &err), "%s", err.text);
		golden_check(paths[i], buf_text(&out));
		struct lesson *lesson = lesson_parse(
			"connected.md", buf_text(&out), out.len, &faults);
		cr_expect(lesson, "%s: line %d: %s", paths[i],
			  faults.count ? faults.items[0].line : 0,
			  faults.count ? faults.items[0].text : "");
		lesson_free(lesson);
		faults_done(&faults);
		buf_done(&out);
	}
	run_close(&run);
}

/* What a call needs to be woken, others must be able to do. */
Test(export, turns_end_before_a_call_that_sleeps)
{
	struct run run;
	struct deeds deeds = {0};
	run_open(&run, "tests/golden/screen/connected.md");
	run_call(&run, "server", "srv = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_block(&run, "server", "accept(srv)");
	run_call(&run, "client", "cli = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_call(&run, "client", "close(cli)", 0);
	run_wake(&run, "server", 4);
	run_call(&run, "server", "close(srv)", 0);
	deeds_find(run.journal, 0, journal_count(run.journal), &deeds);
	struct turns turns[5] = {0};
	cr_assert_eq(deeds.count, 5);
	cr_expect_eq(turns_find(&deeds, turns), 3);
	static const struct turns expected[] = {
		{.turn = 1},	   {.over = 1, .woken_turn = 3},
		{.turn = 2},	   {.woken_over = 2},
		{.woken_over = 3},
	};
	for (size_t i = 0; i < COUNT(expected); i++) {
		cr_expect_eq(turns[i].turn, expected[i].turn, "%zu", i);
		cr_expect_eq(turns[i].over, expected[i].over, "%zu", i);
		cr_expect_eq(turns[i].woken_turn, expected[i].woken_turn, "%zu",
			     i);
		cr_expect_eq(turns[i].woken_over, expected[i].woken_over, "%zu",
			     i);
	}
	deeds_done(&deeds);
	run_close(&run);
}

static void add_move(struct run *run, const char *text)
{
	struct event event = {
		.kind = EVENT_MOVE,
		.as.move = {.phase = MOVE_BEGUN, .text = text},
	};
	journal_append(run->journal, &event);
}

/* A call that comes back while a command runs was asleep until then. */
Test(export, a_command_begins_with_its_move)
{
	struct run run;
	struct deeds deeds = {0};
	struct event output = {
		.kind = EVENT_OUTPUT,
		.as.output = {.host = "host", .command = "nc", .text = ""}};
	run_open(&run, "tests/golden/screen/connected.md");
	add_move(&run, "call server accept(3)");
	run_block(&run, "server", "accept(3)");
	size_t begin = journal_count(run.journal);
	add_move(&run, "sh \"nc\"");
	run_wake(&run, "server", 4);
	journal_append(run.journal, &output);
	deeds_find(run.journal, 0, journal_count(run.journal), &deeds);
	cr_assert_eq(deeds.count, 2);
	cr_expect_eq(deeds.items[1].begin, begin);
	cr_expect_eq(deeds.items[0].end, begin);
	cr_expect_eq(deeds.items[0].over, 1);
	cr_expect(deed_sleeps(&deeds, 0));
	deeds_done(&deeds);
	run_close(&run);
}

/* Whether the sleep ended by hand, when a call sends the same signal before,
 * and `move` is what came of the learner. */
static bool is_by_hand(const char *move, int signal)
{
	struct run run;
	struct deeds deeds = {0};
	struct event event = {
		.kind = EVENT_SIGNAL,
		.as.signal = {.actor = "server",
			      .number = signal,
			      .fate = SIGNAL_HANDLED},
	};
	run_open(&run, "tests/golden/screen/connected.md");
	add_move(&run, "call client kill(1, SIGUSR1)");
	run_call(&run, "client", "kill(1, SIGUSR1)", 0);
	add_move(&run, "call server accept(3)");
	run_block(&run, "server", "accept(3)");
	if (move)
		add_move(&run, move);
	journal_append(run.journal, &event);
	run_wake(&run, "server", -EINTR);
	deeds_find(run.journal, 0, journal_count(run.journal), &deeds);
	cr_assert_eq(deeds.count, 2);
	bool by_hand = deed_is_interrupted_by_hand(&deeds, 1);
	deeds_done(&deeds);
	run_close(&run);
	return by_hand;
}

Test(export, who_sent_a_signal_is_read_from_the_moves)
{
	cr_expect(is_by_hand("kill server SIGUSR1", SIGUSR1));
	cr_expect(is_by_hand("interrupt server", SIGNAL_INTERRUPT));
	cr_expect(!is_by_hand("kill client SIGUSR1", SIGUSR1));
	cr_expect(!is_by_hand(NULL, SIGUSR1));
	cr_expect(is_by_hand(NULL, SIGUSR2), "nobody else can have sent it");
}

/* Names that mean something else in a program: a keyword, a function, what the
 * lines of a call declare. */
Test(export, names_that_a_program_has_already)
{
	static const struct {
		enum notation notation;
		const char *name, *renamed;
	} cases[] = {
		{NOTATION_C, "srv", "srv"},
		{NOTATION_C, "addr", "addr_"},
		{NOTATION_C, "int", "int_"},
		{NOTATION_C, "listen", "listen_"},
		{NOTATION_C, "over", "over_"},
		{NOTATION_C, "unix", "unix_"},
		{NOTATION_C, "None", "None"},
		{NOTATION_PYTHON, "socket", "socket_"},
		{NOTATION_PYTHON, "None", "None_"},
		{NOTATION_PYTHON, "int", "int"},
		{NOTATION_PYTHON, "kept", "kept_"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct run run;
		struct err err;
		struct program program = {0};
		char text[128];
		run_open(&run, "tests/golden/screen/connected.md");
		snprintf(text, sizeof(text),
			 "%s = socket(AF_INET, SOCK_STREAM, 0)", cases[i].name);
		run_call(&run, "server", text, 3);
		snprintf(text, sizeof(text), "bind(%s, 127.0.0.1:1)",
			 cases[i].name);
		run_call(&run, "server", text, 0);
		struct exported from = exported(&run);
		cr_assert(program_make(&program, &from, "server",
				       cases[i].notation, &err));
		cr_expect_eq(program.variable_count, 1);
		cr_expect_str_eq(program.variables[0], cases[i].renamed);
		cr_expect_str_eq(program.calls[1].call.args[0].name,
				 cases[i].renamed);
		program_done(&program);
		run_close(&run);
	}
}

/* A call that fails leaves its variable alone in a run. */
Test(export, a_failed_call_keeps_the_variable)
{
	struct run run;
	struct err err;
	struct program program = {0};
	run_open(&run, "tests/golden/screen/connected.md");
	run_call(&run, "server", "srv = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_call(&run, "server", "conn = accept(srv)", -22);
	run_call(&run, "server", "srv = socket(AF_INET, SOCK_STREAM, 9)", -93);
	run_call(&run, "server", "srv = socket(AF_INET, SOCK_STREAM, 0)", 4);
	run_call(&run, "server", "close(srv)", 0);
	run_call(&run, "server", "srv = socket(AF_INET, SOCK_STREAM, 0)", 4);
	struct exported from = exported(&run);
	cr_assert(program_make(&program, &from, "server", NOTATION_C, &err));
	cr_expect_str_eq(program.calls[1].call.into, "conn");
	cr_expect_null(program.calls[2].call.into);
	cr_expect(program.calls[3].replaces);
	cr_expect(!program.calls[5].replaces);
	program_done(&program);
	run_close(&run);
}

Test(export, what_cannot_be_saved_is_said)
{
	struct run run;
	struct err err;
	struct buf out = {0};
	run_open(&run, "tests/golden/screen/connected.md");
	struct lesson free_lab = *run.lesson;
	free_lab.setup_count = free_lab.step_count = 0;
	struct exported from = exported(&run);
	from.lesson = &free_lab;
	cr_expect(!export_lesson(&from, &out, &err));
	cr_expect_str_eq(err.text, "save the run: nothing was done yet; make "
				   "a call first");
	// A thread, or a process that no fork() made.
	struct event born = {.kind = EVENT_ACTOR};
	born.as.actor.actor = "child";
	born.as.actor.parent = "server";
	run_event(&run, &born);
	run_call(&run, "child", "socket(AF_INET, SOCK_STREAM, 0)", 3);
	from.end = journal_count(run.journal);
	cr_expect(!export_c(&from, "child", &out, &err));
	cr_expect(strstr(err.text, "child was not born by a call of server"),
		  "%s", err.text);
	cr_expect(!export_lesson(&from, &out, &err));
	cr_expect_eq(out.len, 0);
	buf_done(&out);
	run_close(&run);
}

/* Nothing else would end that sleep in a program. */
Test(export, an_interrupted_call_is_interrupted_again)
{
	struct run run;
	struct err err;
	struct buf c = {0}, python = {0}, draft = {0};
	run_open(&run, "tests/golden/screen/connected.md");
	run_call(&run, "server", "srv = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_block(&run, "server", "accept(srv)");
	run_call(&run, "client", "cli = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_wake(&run, "server", -EINTR);
	struct exported from = exported(&run);
	cr_assert(export_c(&from, "server", &c, &err));
	cr_assert(export_python(&from, "server", &python, &err));
	cr_expect(strstr(buf_text(&c), "\tover(1);\n\talarm(1);\n"), "%s",
		  buf_text(&c));
	cr_expect(strstr(buf_text(&python), "over(1)\nsignal.alarm(1)\ntry:\n"),
		  "%s", buf_text(&python));
	struct lesson free_lab = *run.lesson;
	free_lab.setup_count = free_lab.step_count = 0;
	from.lesson = &free_lab;
	cr_expect(!export_lesson(&from, &draft, &err));
	cr_expect(strstr(err.text, "ended the sleep of server"), "%s",
		  err.text);
	buf_done(&c);
	buf_done(&python);
	buf_done(&draft);
	run_close(&run);
}

/* Python does not take a descriptor below 0, and passes its own on only. */
Test(export, python_has_no_number_below_0)
{
	struct run run;
	struct err err;
	struct buf out = {0};
	run_open(&run, "tests/golden/screen/connected.md");
	run_call(&run, "server", "s = socket(AF_INET, SOCK_DGRAM, 0)", 3);
	run_call(&run, "server", "poll({{-1, POLLIN}, {s, POLLOUT}}, 0)", 1);
	run_call(&run, "server", "close(-1)", -EBADF);
	struct exported from = exported(&run);
	cr_assert(export_python(&from, "server", &out, &err), "%s", err.text);
	const char *text = buf_text(&out);
	cr_expect(strstr(text, "p = select.poll(); p.register(s, "
			       "select.POLLOUT); p.poll(0)\nexcept OSError"),
		  "%s", text);
	cr_expect(strstr(text, ".close()\nexcept (OSError, ValueError) as "
			       "error:\n    print(\"close:\", error, "),
		  "%s", text);
	buf_done(&out);
	run_close(&run);
}
