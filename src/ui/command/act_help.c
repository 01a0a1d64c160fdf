/* act_help: what a line can be, and what commands and calls are for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "call/whole/typed.h"
#include "session/program.h"
#include "session/recorded.h"
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

/* What can be typed, and the sentence that says what it does. */
struct example {
	const char *typed, *does;
};

static void tell_examples(const struct example *rows, size_t count, int width,
			  struct buf *out)
{
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "  %-*s%s\n", width, rows[i].typed,
			   sentence_text(rows[i].does));
}

static void tell_line(struct buf *out)
{
	enum { WIDTH = 29 };
	static const struct example rows[] = {
		{NOTATION("recv(conn, 1024)"), SENTENCE_ID("topic-line-own")},
		{NOTATION("server: accept(srv)"),
		 SENTENCE_ID("topic-line-server")},
		{NOTATION("s = socket.socket()"),
		 SENTENCE_ID("topic-line-python")},
		{"recv", SENTENCE_ID("topic-line-filled")},
		{NOTATION("hold SYN"), SENTENCE_ID("topic-line-order")},
		{NOTATION("actor client"), SENTENCE_ID("topic-line-command")},
	};
	SENTENCE_LINE(out, "", "\n\n", "topic-line");
	tell_examples(rows, COUNT(rows), WIDTH, out);
	SENTENCE_LINE(out, "\n", "\n\n", "topic-line-rule");
	SENTENCE_LINE(out, "", "\n", "topic-line-help");
}

static void tell_programs(struct buf *out)
{
	enum { WIDTH = 25 };
	static const struct example rows[] = {
		{"step", SENTENCE_ID("topic-programs-step")},
		{NOTATION("step client"),
		 SENTENCE_ID("topic-programs-step-client")},
		{NOTATION("step client recv"),
		 SENTENCE_ID("topic-programs-step-call")},
		{NOTATION("step client fd 3"),
		 SENTENCE_ID("topic-programs-step-fd")},
		{NOTATION("step client ECONNRESET"),
		 SENTENCE_ID("topic-programs-step-errno")},
		{NOTATION("step client CLOSE-WAIT"),
		 SENTENCE_ID("topic-programs-step-state")},
		{NOTATION("step client blocked"),
		 SENTENCE_ID("topic-programs-step-blocked")},
		{NOTATION("step client exit"),
		 SENTENCE_ID("topic-programs-step-exit")},
		{NOTATION("go, go client, go recv"),
		 SENTENCE_ID("topic-programs-go")},
		{NOTATION("turn client"), SENTENCE_ID("topic-programs-turn")},
		{NOTATION("interrupt client"),
		 SENTENCE_ID("topic-programs-interrupt")},
		{NOTATION("type client hello"),
		 SENTENCE_ID("topic-programs-type")},
		{NOTATION("kill client SIGKILL"),
		 SENTENCE_ID("topic-programs-kill")},
		{NOTATION("detach client"),
		 SENTENCE_ID("topic-programs-detach")},
		{NOTATION("fault send:short=3"),
		 SENTENCE_ID("topic-programs-fault")},
		{NOTATION("run server= ./server"),
		 SENTENCE_ID("topic-programs-run")},
	};
	SENTENCE_LINE(out, "", "\n\n", "topic-programs");
	tell_examples(rows, COUNT(rows), WIDTH, out);
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
		SENTENCE_LINE(out, "\t", "\n", "topic-until");
	if (command && call)
		buf_putc(out, '\n');
	if (call)
		tell_call(call, notation, out);
	return command || call;
}

bool act_help(struct app *app, const char *argument, struct err *err)
{
	struct buf out = {0};
	bool is_line =
		!argument[0] && (app->typing.prompt.is_open || !app->screen);
	// Where programs wait at their calls, steps are what is asked about.
	bool is_step = is_line && !app->screen &&
		       session_has_programs(app->session) &&
		       !session_is_recorded(app->session);
	if (is_step) {
		tell_programs(&out);
		SENTENCE_LINE(&out, "\n", "\n", "topic-programs-plain");
		app_tell(app, sentence_text("topic-typed"), &out);
		return true;
	}
	if (!is_line && (!argument[0] || !strcmp(argument, "keys")))
		return app_show(app, OVERLAY_HELP);
	if (tell_about(is_line ? "line" : argument, app->notation, &out)) {
		app_tell(app, is_line ? sentence_text("topic-typed") : argument,
			 &out);
		return true;
	}
	if (act_explain(app, argument, err))
		return true;
	return FAILURE(err, "help-unknown", SLOT_TEXT("value", argument));
}
