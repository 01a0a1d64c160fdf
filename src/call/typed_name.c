/* typed_name: finding a call by what a learner types for its name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/typed_name.h"

#include <string.h>

static bool begins(const char *text, struct str with)
{
	return !strncmp(text, with.data, with.len);
}

const struct syscall *typed_find_c(struct str name)
{
	size_t count;
	const struct syscall *table = syscall_table(&count);
	const struct syscall *found = syscall_find(name);
	if (found || !name.len)
		return found;
	// The table is sorted: the shortest of names that begin alike is first.
	for (size_t i = 0; i < count; i++) {
		if (!begins(table[i].name, name))
			continue;
		if (!found)
			found = &table[i];
		else if (!begins(table[i].name, str_from(found->name)))
			return NULL;
	}
	return found;
}

/* Cuts "name." off the front of `rest`. */
static bool take_word(struct str word, char end, const char **rest)
{
	if (strncmp(*rest, word.data, word.len) != 0 ||
	    (*rest)[word.len] != end)
		return false;
	*rest += word.len + 1;
	return true;
}

static bool is_module(struct str object)
{
	return str_is(object, "socket") || str_is(object, "os") ||
	       str_is(object, "select");
}

const struct syscall *typed_find_python(struct str object, struct str name)
{
	size_t count;
	const struct syscall *table = syscall_table(&count);
	struct str owner = is_module(object) ? object : str_from("$0");
	for (size_t i = 0; i < count; i++) {
		const char *rest = table[i].python;
		if (take_word(owner, '.', &rest) && take_word(name, '(', &rest))
			return &table[i];
	}
	return NULL;
}

struct str typed_template_args(const struct syscall *syscall)
{
	const char *begin = strchr(syscall->python, '(');
	if (!begin)
		return (struct str){"", 0};
	size_t depth = 0, len = 0;
	for (begin++; begin[len]; len++) {
		if (begin[len] == ')' && !depth)
			break;
		depth += begin[len] == '(';
		depth -= begin[len] == ')';
	}
	return (struct str){begin, len};
}
