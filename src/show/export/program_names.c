/* program_names: names of a run that mean something else in a program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A variable of a run can have the name of a keyword, of a function, or of what
 * the lines of a call declare. The names that those lines use are found by
 * printing all calls with variables that nobody else would use.
 */
#include "call/rename.h"
#include "call/table/syscalls.h"
#include "show/export/program_parts.h"

#include <ctype.h>
#include <string.h>

static const char *const keywords[NOTATION_COUNT] = {
	[NOTATION_C] = " auto break case char const continue default do double "
		       "else enum errno extern float for goto if inline int "
		       "linux long main over register restrict return short "
		       "signed sizeof static stderr stdin stdout struct switch "
		       "turn typedef union unix unsigned void volatile while "
		       "wake ",
	[NOTATION_PYTHON] =
		" False None True and as assert async await break "
		"class continue def del elif else error except "
		"finally for from global handler if import in is kept "
		"lambda nonlocal not or os over pass print raise "
		"return signal sleeping socket sys time try turn while with "
		"wake yield ",
};

bool program_has_word(const char *text, const char *word, bool is_prefix)
{
	size_t len = strlen(word);
	for (const char *at = text; (at = strstr(at, word)); at += len) {
		bool begins = at == text || !(isalnum((unsigned char)at[-1]) ||
					      at[-1] == '_');
		bool ends =
			!(isalnum((unsigned char)at[len]) || at[len] == '_');
		if (begins && (ends || is_prefix))
			return true;
	}
	return false;
}

static const char *hide_name(void *data, const char *name)
{
	(void)data, (void)name;
	return "a_variable_of_the_run";
}

struct names {
	struct program *program;
	const char *used; /* the lines of all calls, without their variables */
	const char *keywords;
};

static bool is_taken(const struct names *names, const char *name)
{
	return program_has_word(names->used, name, false) ||
	       program_has_word(names->keywords, name, false) ||
	       syscall_find(str_from(name));
}

static const char *choose_name(void *data, const char *name)
{
	const struct names *names = data;
	struct program *program = names->program;
	const char *chosen = name;
	while (is_taken(names, chosen))
		chosen = arena_printf(&program->arena, "%s_", chosen);
	for (size_t i = 0; i < program->variable_count; i++) {
		if (!strcmp(program->variables[i], chosen))
			return program->variables[i];
	}
	// Each call has few: the array grows in its arena.
	size_t size = program->variable_count * sizeof(*program->variables);
	const char **grown = arena_alloc(&program->arena,
					 size + sizeof(*program->variables));
	if (size)
		memcpy(grown, program->variables, size);
	grown[program->variable_count++] = chosen;
	program->variables = grown;
	return chosen;
}

void program_rename(struct program *program, enum notation notation)
{
	struct buf used = {0};
	for (size_t i = 0; i < program->count; i++) {
		struct call call =
			call_rename(&program->calls[i].call, hide_name, NULL,
				    &program->arena);
		if (notation == NOTATION_C)
			call_print_program_c(&call, &used);
		else
			call_print(&call, notation, &used);
		buf_putc(&used, '\n');
	}
	struct names names = {program, buf_text(&used), keywords[notation]};
	for (size_t i = 0; i < program->count; i++)
		program->calls[i].call =
			call_rename(&program->calls[i].call, choose_name,
				    &names, &program->arena);
	buf_done(&used);
}
