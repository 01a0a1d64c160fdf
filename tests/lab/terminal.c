/* terminal: tests that a program finds a terminal, and that its output comes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/trace/terminal.h"

#include "base/mem.h"
#include "base/text.h"
#include "journal/journal.h"
#include "journal/save/save.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct desk {
	struct loop *loop;
	struct terminal *terminal;
	struct journal *journal;
	struct buf text;
	size_t notes;
	pid_t pid;
};

static void take(void *data, const struct event *event)
{
	struct desk *desk = data;
	journal_append(desk->journal, event);
	if (event->kind == EVENT_NOTE)
		desk->notes++;
	else
		buf_add(&desk->text, event->as.terminal.bytes,
			event->as.terminal.len);
}

/* Runs `command` with a terminal of its own. */
static void begin(struct desk *desk, const char *command)
{
	struct err err;
	int slave = -1;
	*desk = (struct desk){.loop = loop_new(&err), .journal = journal_new()};
	cr_assert(desk->loop);
	desk->terminal =
		terminal_open(desk->loop, "server", take, desk, &slave, &err);
	cr_assert(desk->terminal, "%s", err.text);
	desk->pid = fork();
	if (desk->pid == 0) {
		setsid();
		ioctl(slave, TIOCSCTTY, 0);
		for (int fd = 0; fd < 3; fd++)
			dup2(slave, fd);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	close(slave);
}

/* Until the program's end is closed; returns its status as of waitpid(2). */
static int run(struct desk *desk)
{
	struct err err;
	int status;
	while (!terminal_is_over(desk->terminal))
		cr_assert(loop_once(desk->loop, -1, &err), "%s", err.text);
	cr_assert_eq(waitpid(desk->pid, &status, 0), desk->pid);
	return status;
}

static void end(struct desk *desk)
{
	terminal_close(desk->terminal);
	loop_free(desk->loop);
	journal_free(desk->journal);
	buf_done(&desk->text);
}

static void run_until(struct desk *desk, const char *wanted)
{
	struct err err;
	while (!strstr(buf_text(&desk->text), wanted)) {
		cr_assert(!terminal_is_over(desk->terminal), "%s",
			  buf_text(&desk->text));
		cr_assert(loop_once(desk->loop, -1, &err), "%s", err.text);
	}
}

Test(terminal, a_program_finds_a_terminal)
{
	struct desk desk;
	begin(&desk, "test -t 0 && test -t 1 && test -t 2 && stty size");
	cr_expect_eq(run(&desk), 0);
	cr_expect_str_eq(buf_text(&desk.text), "24 80\r\n");
	end(&desk);
}

Test(terminal, what_is_typed_is_echoed_and_read)
{
	struct desk desk;
	struct err err;
	begin(&desk, "read a; echo got $a; cat; echo over");
	cr_assert(terminal_type(desk.terminal, "hi\nyou\n", 7, &err));
	run_until(&desk, "got hi\r\nyou\r\n");
	cr_assert(terminal_type(desk.terminal, "\4", 1, &err));
	cr_expect_eq(run(&desk), 0);
	const char *text = buf_text(&desk.text);
	cr_expect(strstr(text, "hi\r\n"), "%s", text);
	cr_expect(strstr(text, "got hi\r\n"), "%s", text);
	cr_expect(strstr(text, "over\r\n"), "%s", text);
	cr_expect(!terminal_type(desk.terminal, "x", 1, &err));
	cr_expect_str_eq(err.text,
			 "type to server: it has closed its terminal");
	end(&desk);
}

Test(terminal, control_c_interrupts)
{
	struct desk desk;
	struct err err;
	begin(&desk, "echo ready; exec cat");
	run_until(&desk, "ready");
	cr_assert(terminal_type(desk.terminal, "\3", 1, &err));
	int status = run(&desk);
	cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
	end(&desk);
}

Test(terminal, a_flood_is_bounded_and_goes_on)
{
	struct desk desk;
	begin(&desk, "head -c 3000000 /dev/zero | tr '\\0' x; exit 5");
	int status = run(&desk);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 5);
	cr_expect_eq(desk.text.len, (size_t)TERMINAL_MOST);
	cr_expect_eq(desk.notes, 1);
	end(&desk);
}

Test(terminal, too_much_typing_is_refused)
{
	struct desk desk;
	struct err err;
	begin(&desk, "stty raw; echo ready; kill -STOP $$");
	run_until(&desk, "ready");
	static char bytes[40000];
	memset(bytes, 'x', sizeof(bytes));
	cr_expect(terminal_type(desk.terminal, bytes, sizeof(bytes), &err));
	cr_expect(!terminal_type(desk.terminal, bytes, sizeof(bytes), &err));
	kill(desk.pid, SIGKILL);
	run(&desk);
	end(&desk);
}

/* Bytes that are no text, too. */
Test(terminal, output_is_kept_in_a_log)
{
	struct desk desk;
	begin(&desk, "printf 'a\\001\\377\\033[1mb\\n'");
	run(&desk);
	struct buf log = {0};
	for (size_t i = 0; i < journal_count(desk.journal); i++)
		event_save(journal_at(desk.journal, i), &log);
	FILE *file = fmemopen(log.data, log.len, "r");
	struct journal *again = journal_new();
	struct err err;
	cr_assert(journal_load(again, file, "log", &err), "%s", err.text);
	fclose(file);
	struct buf text = {0};
	for (size_t i = 0; i < journal_count(again); i++) {
		const struct event *event = journal_at(again, i);
		buf_add(&text, event->as.terminal.bytes,
			event->as.terminal.len);
	}
	cr_expect_str_eq(buf_text(&text), "a\001\377\033[1mb\r\n");
	buf_done(&text);
	buf_done(&log);
	journal_free(again);
	end(&desk);
}
