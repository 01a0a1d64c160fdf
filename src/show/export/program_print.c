/* program_print: the words beside the calls of a program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What nobody's program did, such as an order to the wire, stands before the
 * call that came next, in the program of that call.
 */
#include "base/sentence.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "show/export/program.h"

#include <ctype.h>
#include <string.h>

void program_indent(const char *text, const char *indent, struct buf *out)
{
	struct str rest = str_from(text), line;
	while (str_next_line(&rest, &line))
		buf_printf(out, "%s%.*s\n", line.len ? indent : "",
			   (int)line.len, line.data);
}

void program_print_comment(const char *text, const char *begin,
			   const char *mark, const char *end, struct buf *out)
{
	enum { COLUMNS = 80 };
	struct str rest = str_from(text), line;
	bool is_first = true;
	while (text_wrap(&rest, COLUMNS - strlen(mark), &line)) {
		buf_printf(out, "%s%s%.*s", is_first ? "" : "\n",
			   is_first ? begin : mark, (int)line.len, line.data);
		is_first = false;
	}
	buf_printf(out, "%s\n", end);
}

void program_print_head(const struct program *program, const char *suffix,
			struct buf *out)
{
	struct buf file = {0};
	program_print_name(program, program->actor, &file);
	buf_puts(&file, suffix);
	SENTENCE(out, "program-head", SLOT_TEXT("file", buf_text(&file)),
		 SLOT_TEXT("actor", program->actor));
	buf_done(&file);
}

void program_print_start(const struct program *program, const char *mark,
			 struct buf *out)
{
	program_print_comment(
		program->has_others ? sentence_text("program-start-programs")
				    : sentence_text("program-start-processes"),
		mark, mark, "", out);
}

void program_print_process(const struct program *program, const char *actor,
			   const struct program_form *form, struct buf *out)
{
	bool ended = false, first = true;
	for (size_t i = 0; i < program->count; i++) {
		const struct program_call *call = &program->calls[i];
		if (strcmp(call->actor, actor) != 0)
			continue;
		buf_puts(out, first ? "" : "\n");
		first = false;
		form->call(program, i, out);
		ended = call->call.syscall->flags & SYSCALL_ENDS_ACTOR;
	}
	if (ended)
		return;
	buf_puts(out, first || !program->turns ? "" : "\n");
	form->end(program, actor, out);
}

void program_print_name(const struct program *program, const char *actor,
			struct buf *out)
{
	buf_puts(out, program->from->name);
	if (program->has_others)
		buf_printf(out, "-%s", actor);
}

static bool is_same_actor(const struct program *program, size_t a, size_t b)
{
	return !strcmp(program->calls[a].actor, program->calls[b].actor);
}

/* "Ask: the request is complete", where the step begins for this program. */
static void print_step(const struct program *program, size_t index,
		       const char *mark, struct buf *out)
{
	const struct lesson *lesson = program->from->lesson;
	const struct deed *deeds = program->deeds.items;
	int step = deeds[program->calls[index].deed].step;
	size_t before = index;
	while (before-- > 0 && !is_same_actor(program, before, index))
		continue;
	if (step < 0 || (size_t)step >= lesson->step_count ||
	    (before < index && deeds[program->calls[before].deed].step == step))
		return;
	const struct step *of = &lesson->steps[step];
	buf_printf(out, "%s%c%s: ", mark,
		   toupper((unsigned char)of->subgoal[0]), of->subgoal + 1);
	text_show_all(out, of->title);
	buf_puts(out, "\n\n");
}

/* A whole line: a backslash at the end of a comment would join the next. */
static void print_quoted(const char *what, const char *text, const char *mark,
			 struct buf *out)
{
	buf_printf(out, "%s%s ", mark, what);
	text_quote(out, text, strlen(text), SIZE_MAX);
	buf_putc(out, '\n');
}

static void print_others(const struct program *program, size_t index,
			 const char *mark, struct buf *out)
{
	size_t deed = program->calls[index].deed, first = deed;
	const struct deed *deeds = program->deeds.items;
	while (first && deeds[first - 1].kind != DEED_CALL)
		first--;
	for (; first < deed; first++) {
		if (deeds[first].kind == DEED_ORDER)
			print_quoted(sentence_text("program-order"),
				     deeds[first].order, mark, out);
		else
			print_quoted(sentence_text("program-command"),
				     deeds[first].output->command, mark, out);
	}
}

/* What came back. Numbers that the next run changes, such as a process's, are
 * told all the same: this is what was. */
static void print_answer(const struct deed *deed, enum notation notation,
			 struct buf *out)
{
	const struct call *call = &deed->call->call;
	const struct result *result = &call->result;
	call_print_answer(call, notation, false, out);
	if (notation == NOTATION_C &&
	    (call->syscall->flags & SYSCALL_RECEIVES) && !result->error) {
		buf_puts(out, ", ");
		text_quote(out, result->data.data, result->data.len, 32);
	}
}

/* Python's methods give what the kernel never said: None, an object. */
static const char *answer_lead(const struct deed *deed, enum notation notation)
{
	if (notation != NOTATION_PYTHON)
		return sentence_text("program-kernel-answered");
	return call_raises(&deed->call->call, notation)
		       ? sentence_text("program-raised")
		       : sentence_text("program-gave");
}

static void print_killed(int number, struct buf *out)
{
	const char *signal = symbol_name(SYMBOL_SIGNAL, number);
	if (signal)
		SENTENCE(out, "program-ended", SLOT_TEXT("signal", signal));
	else
		SENTENCE(out, "program-ended-somehow");
	buf_putc(out, '\n');
}

void program_print_notes(const struct program *program, size_t index,
			 const char *mark, struct buf *out)
{
	const struct program_call *call = &program->calls[index];
	const struct deed *deed = &program->deeds.items[call->deed];
	print_step(program, index, mark, out);
	print_others(program, index, mark, out);
	buf_puts(out, mark);
	if (deed->killed) {
		print_killed(deed->killed, out);
		return;
	}
	if (deed->over == DEED_NEVER) {
		SENTENCE_LINE(out, "", "\n", "program-slept");
		return;
	}
	if (!deed->call->call.result.done ||
	    (call->call.syscall->flags & SYSCALL_ENDS_ACTOR)) {
		SENTENCE_LINE(out, "", "\n", "program-never-returns");
		return;
	}
	buf_printf(out, "%s ",
		   deed->over == call->deed
			   ? answer_lead(deed, program->notation)
			   : sentence_text("program-slept-then"));
	print_answer(deed, program->notation, out);
	buf_putc(out, '\n');
}
