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

static bool is_under(const char *file, const char *folder)
{
	return !strncmp(file, folder, strlen(folder));
}

/* In /usr/src stands what was built or is run there, as containers do it, and
 * the source of packages. */
bool source_is_of_system(const char *file)
{
	bool is_built = (is_under(file, "/usr/src/") &&
			 !is_under(file, "/usr/src/debug/")) ||
			is_under(file, "/usr/local/src/");
	return (is_under(file, "/usr/") && !is_built) ||
	       strstr(file, "/lib/python");
}

/* How long the path is below which Go's own source stands, 0 where the stack
 * is none of Go: each of its stacks ends in the runtime. */
static size_t root_of_go(const struct source_stack *stack, const char **root)
{
	for (size_t i = stack->count; i-- > 0;) {
		const struct source_frame *frame = &stack->frames[i];
		const char *runtime =
			frame->file ? strstr(frame->file, "/src/runtime/")
				    : NULL;
		if (!runtime || !is_under(frame->function, "runtime."))
			continue;
		*root = frame->file;
		return (size_t)(runtime - frame->file) + strlen("/src/");
	}
	return 0;
}

void source_leave_go(struct source_stack *stack)
{
	const char *root;
	size_t len = root_of_go(stack, &root);
	for (size_t i = 0; len && i < stack->count; i++) {
		struct source_frame *frame = &stack->frames[i];
		if (frame->file && !strncmp(frame->file, root, len))
			frame->line = 0;
	}
}

static bool is_readable(const struct source_frame *frame)
{
	return frame->file && frame->line > 0 && access(frame->file, R_OK) == 0;
}

bool source_is_own(const struct source_frame *frame)
{
	return is_readable(frame) && !source_is_of_system(frame->file);
}

static bool is_python(const char *file)
{
	size_t len = strlen(file);
	return len > 3 && !strcmp(file + len - 3, ".py");
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
	size_t len = strlen(function);
	bool is_other = !is_python(frame->file);
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

/* What stands under /usr counts only when nothing else does: a module of
 * Python's library that is run as a program. */
int source_find_own(const struct source_stack *stack)
{
	int of_system = -1;
	for (size_t i = 0; i < stack->count; i++) {
		if (!is_readable(&stack->frames[i]))
			continue;
		if (!source_is_of_system(stack->frames[i].file))
			return find_caller(stack, (int)i);
		if (of_system < 0 && is_python(stack->frames[i].file))
			of_system = (int)i;
	}
	return of_system;
}
