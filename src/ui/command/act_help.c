/* act_help: what a line can be, and what commands and calls are for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "call/whole/typed.h"
#include "ui/app.h"
#include "ui/command/act.h"
#include "ui/command/act_tell.h"
#include "ui/command/command.h"

#include <string.h>

static void tell_commands(struct buf *out)
{
	size_t count;
	const struct command *rows = command_table(&count);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "  %s%s%s\n\t%s\n", rows[i].name,
			   rows[i].arguments[0] ? " " : "", rows[i].arguments,
			   sentence_text(rows[i].help));
}

static void tell_calls(struct buf *out)
{
	size_t count;
	const struct syscall *rows = syscall_table(&count);
	for (size_t i = 0; i < count; i++) {
		buf_puts(out, "  ");
		call_print_signature(&rows[i], -1, true, out);
		buf_printf(out, "\n\t%s\n", sentence_text(rows[i].help));
	}
}

static void tell_line(struct buf *out)
{
	buf_puts(
		out,
		"A line is a call or a command.\n\n"
		"  recv(conn, 1024)             a call of the current actor\n"
		"  server: accept(srv)          a call of server\n"
		"  s = socket.socket()          the same in Python\n"
		"  recv                         what is left out is filled in\n"
		"  hold SYN                     an order to the wire\n"
		"  actor client                 a command\n\n"
		"What is followed by ( or = or has a dot is a call. Otherwise "
		"a "
		"command goes first: close is the command, close(srv) the "
		"call. The beginning of a name is enough when it is clear.\n\n"
		"help commands, help calls, help keys; help NAME tells about "
		"one of them, help programs how to step programs.\n");
}

static void tell_programs(struct buf *out)
{
	buf_puts(
		out,
		"A program is stopped right before each of its socket calls.\n"
		"\n"
		"  step                     whoever can go makes its call\n"
		"  step client              client makes its call\n"
		"  step client recv         client goes on up to its next "
		"recv\n"
		"  step client fd 3         to its next call on descriptor 3\n"
		"  step client ECONNRESET   until a call of it fails with "
		"that\n"
		"  step client CLOSE-WAIT   until a call leaves its socket so\n"
		"  step client blocked      until it sleeps in a call\n"
		"  step client exit         to its end\n"
		"  go, go client, go recv   all programs, or one, as far\n"
		"  turn client              the next step is client's\n"
		"  interrupt client         the call it sleeps in fails: "
		"EINTR\n"
		"  type client hello        a line into its terminal; ^D, ^C\n"
		"  kill client SIGKILL      a signal\n"
		"  detach client            it runs on without stops\n"
		"  fault send:short=3       the calls of that name go wrong\n"
		"  run server= ./server     one more program\n");
}

static const struct {
	const char *word;
	void (*tell)(struct buf *out);
} topics[] = {
	{"calls", tell_calls},
	{"commands", tell_commands},
	{"line", tell_line},
	{"programs", tell_programs},
};

static bool tell_about(const char *word, enum notation notation,
		       struct buf *out)
{
	const struct command *command = command_find(str_from(word));
	const struct syscall *call = syscall_find(str_from(word));
	for (size_t i = 0; i < COUNT(topics); i++) {
		if (!strcmp(word, topics[i].word)) {
			topics[i].tell(out);
			return true;
		}
	}
	if (command)
		buf_printf(out, "  %s%s%s\n\t%s\n", command->name,
			   command->arguments[0] ? " " : "", command->arguments,
			   sentence_text(command->help));
	if (command && strstr(command->arguments, "UNTIL"))
		buf_puts(out, "\tUNTIL is next, blocked, exit, a call such as "
			      "recv, an errno such as ECONNRESET, fd and a "
			      "number, or a TCP state such as CLOSE-WAIT; help "
			      "programs has examples\n");
	if (command && call)
		buf_putc(out, '\n');
	if (call)
		tell_call(call, notation, out);
	return command || call;
}

bool act_help(struct app *app, const char *argument, struct err *err)
{
	struct buf out = {0};
	bool is_line = !argument[0] && (app->prompt.is_open || !app->screen);
	if (!is_line && (!argument[0] || !strcmp(argument, "keys")))
		return app_show(app, OVERLAY_HELP);
	if (tell_about(is_line ? "line" : argument, app->notation, &out)) {
		app_tell(app, is_line ? "what can be typed" : argument, &out);
		return true;
	}
	if (act_explain(app, argument, err))
		return true;
	return FAILURE(err, "help-unknown", SLOT_TEXT("value", argument));
}
