/* source_own: which frame of a stack is the learner's line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Books and classes wrap each call in a function of its name, and the line in
 * there is the same for all: such a function gives way to who calls it.
 */
#include "lab/source/source_own.h"

#include "call/table/syscalls.h"

#include <ctype.h>
#include <string.h>
#include <unistd.h>

bool source_is_of_system(const char *file)
{
	return !strncmp(file, "/usr/", 5) || strstr(file, "/lib/python");
}

static bool is_readable(const struct source_frame *frame)
{
	return frame->file && frame->line > 0 && access(frame->file, R_OK) == 0;
}

bool source_is_own(const struct source_frame *frame)
{
	return is_readable(frame) && !source_is_of_system(frame->file);
}

/* "connect" of "Socket::connect". */
static const char *method_of(const char *function)
{
	const char *colon = strrchr(function, ':');
	return colon ? colon + 1 : function;
}

/* Whether a function has the name of a call: in other letters, behind an x, or,
 * which only a method can, the same one. In Python any function can. */
static bool is_wrapper(const struct source_frame *frame)
{
	enum { NAME_MOST = 32 };
	char name[NAME_MOST];
	const char *function = method_of(frame->function);
	size_t len = strlen(function), file = strlen(frame->file);
	bool is_other = file < 3 || strcmp(frame->file + file - 3, ".py") != 0;
	if (len < 2 || len >= sizeof(name))
		return false;
	for (size_t i = 0; i <= len; i++) {
		unsigned char letter = (unsigned char)function[i];
		name[i] = (char)tolower(letter);
		is_other |= isupper(letter) != 0;
	}
	bool has_x = name[0] == 'x';
	return (is_other || has_x) &&
	       syscall_find(str_from(has_x ? name + 1 : name)) != NULL;
}

/* Who called the wrapper in frame `own`, where that can be read, or `own`. */
static int find_caller(const struct source_stack *stack, int own)
{
	size_t next = (size_t)own + 1;
	while (is_wrapper(&stack->frames[own]) && next < stack->count &&
	       source_is_own(&stack->frames[next]))
		own = (int)next++;
	return own;
}

/* What stands under /usr counts only when nothing else does: a module of the
 * library that is run as a program. */
int source_find_own(const struct source_stack *stack)
{
	int of_system = -1;
	for (size_t i = 0; i < stack->count; i++) {
		if (!is_readable(&stack->frames[i]))
			continue;
		if (!source_is_of_system(stack->frames[i].file))
			return find_caller(stack, (int)i);
		if (of_system < 0)
			of_system = (int)i;
	}
	return of_system;
}
