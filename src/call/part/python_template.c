/* python_template: the templates of syscalls.c in pieces.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     $N    the Nth argument of the system call (row.raw, hidden ones too)
 *     $N#   the number of a descriptor, where $N is its socket object
 *     $=    the variable that takes the result
 *     @     where "variable = " stands: in front of all where there is no @
 *           and the template itself assigns nothing
 *     [...] is left out when what is in it has its default value, or when
 *           there is no variable
 */
#include "call/part/python_template.h"

#include "call/table/syscalls.h"

#include <string.h>

size_t python_arg(const struct syscall *syscall, size_t raw)
{
	size_t arg = 0;
	for (size_t i = 0; i < raw; i++)
		arg += !syscall->raw[i]->hidden;
	return syscall->raw[raw]->hidden ? SYSCALL_HIDDEN : arg;
}

const char *python_template_of(const struct call *call)
{
	const struct syscall *syscall = call->syscall;
	bool number = call->args[0].is_number && syscall->python_number;
	return number ? syscall->python_number : syscall->python;
}

bool python_assigns_first(const char *template)
{
	return !strchr(template, '@') && !strstr(template, " = ");
}

/* "$3#" */
static const char *cut_word(const struct syscall *syscall, const char *word,
			    struct python_piece *piece)
{
	if (word[1] == '=') {
		piece->kind = PYTHON_INTO;
		return word + 2;
	}
	piece->raw = (size_t)(word[1] - '0');
	piece->arg = python_arg(syscall, piece->raw);
	bool number = word[2] == '#';
	piece->kind = number ? PYTHON_NUMBER : PYTHON_ARG;
	return word + 2 + number;
}

bool python_piece_next(const struct syscall *syscall, const char **at,
		       struct python_piece *piece)
{
	const char *text = *at;
	*piece = (struct python_piece){.kind = PYTHON_TEXT};
	if (!*text)
		return false;
	switch (*text) {
	case '$':
		*at = cut_word(syscall, text, piece);
		return true;
	case '[':
	case ']':
		piece->kind = *text == '[' ? PYTHON_OPEN : PYTHON_CLOSE;
		*at = text + 1;
		return true;
	case '@':
		piece->kind = PYTHON_ASSIGN;
		*at = text + 1;
		return true;
	default:
		piece->text = (struct str){text, strcspn(text, "$[]@")};
		*at = text + piece->text.len;
		return true;
	}
}

bool python_is_default(const struct call *call, size_t raw, size_t arg)
{
	const struct kind *kind = call->syscall->raw[raw];
	return kind->is_default ? kind->is_default(call, arg)
				: !call->args[arg % CALL_ARGS_MAX].num;
}
