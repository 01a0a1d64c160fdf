/* program_processes: the processes of a program that forks.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In a lab a process has the next free number and kill(2) reaches actors, at
 * worst. A program runs where all others run: a number of the lab, or -1 for
 * everybody, would be somebody else's processes there. The variable of a fork
 * holds the number that the child has this time, getpid() is oneself.
 */
#include "base/sentence.h"
#include "base/text.h"
#include "call/table/syscalls.h"
#include "show/export/program_parts.h"

#include <string.h>

bool program_sees(const struct program *program, size_t index, size_t earlier)
{
	const char *actor = program->calls[index].actor;
	const char *other = program->calls[earlier].actor;
	size_t deed = program->calls[earlier].deed;
	while (strcmp(actor, other) != 0) {
		const struct deed_actor *child =
			deeds_actor(&program->deeds, actor);
		if (!child || !child->parent || child->fork <= deed)
			return false;
		actor = child->parent;
	}
	return true;
}

/* Whether a call of the program, as it was written, has that variable. */
static bool is_variable(const struct program *program, const char *name)
{
	int64_t num;
	for (size_t i = 0; i < program->count; i++) {
		const struct call *call = &program->calls[i].call;
		if ((text_is(call->into, name)) || call_gives(call, name, &num))
			return true;
	}
	return false;
}

/* Without a variable nobody could tell the child from its parent. */
static void name_children(struct program *program)
{
	for (size_t i = 0; i < program->count; i++) {
		struct program_call *call = &program->calls[i];
		if (!call->child || call->call.into)
			continue;
		const char *name = call->child;
		while (is_variable(program, name))
			name = arena_printf(&program->arena, "%s_", name);
		call->call.into = name;
	}
}

/* What holds the number `pid` where call `index` is made, or NULL. */
static const char *find_holder(const struct program *program, size_t index,
			       int64_t pid)
{
	const struct program_call *call = &program->calls[index];
	const struct deed_actor *self =
		deeds_actor(&program->deeds, call->actor);
	const struct deed_actor *parent =
		self && self->parent
			? deeds_actor(&program->deeds, self->parent)
			: NULL;
	if (self && self->pid == pid)
		return "getpid()";
	for (size_t i = index; i-- > 0;) {
		const struct program_call *fork = &program->calls[i];
		const struct deed_actor *child =
			fork->child ? deeds_actor(&program->deeds, fork->child)
				    : NULL;
		if (child && child->pid == pid &&
		    program_sees(program, index, i))
			return fork->call.into;
	}
	return parent && parent->pid == pid ? "getppid()" : NULL;
}

static bool fail(const struct program *program, const struct call *call,
		 struct err *err)
{
	struct buf text = {0};
	call_print(call, NOTATION_C, &text);
	FAILURE(err, "save-programs-processes",
		SLOT_TEXT("call", buf_text(&text)));
	buf_done(&text);
	(void)program;
	return false;
}

/* kill(2) with signal 0 only asks, and so does waitpid(2). */
static bool can_harm(const struct call *call)
{
	return call_is(call, "kill") && call->args[1].num;
}

bool program_name_processes(struct program *program, struct err *err)
{
	name_children(program);
	for (size_t i = 0; i < program->count; i++) {
		struct call *call = &program->calls[i].call;
		struct value *value = &call->args[0];
		if (!call->argc || value->kind != VALUE_INT ||
		    call->syscall->parameters[0].kind != &kind_process)
			continue;
		const char *holder = find_holder(program, i, value->num);
		if (holder)
			*value = (struct value){.kind = VALUE_NAME,
						.name = holder};
		else if (can_harm(call))
			return fail(program, call, err);
	}
	return true;
}
