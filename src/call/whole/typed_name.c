/* typed_name: finding a call by what a learner types for its name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/whole/typed_name.h"

#include "base/text.h"

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

/* The dotted name that the template calls, "$0.bind": what stands before its
 * first parenthesis, behind an assignment. */
static struct str dotted_name(const char *text)
{
	struct str name = {text, strcspn(text, "(")};
	const char *assigned = strstr(text, " = ");
	if (assigned && assigned < text + name.len) {
		name.len -= (size_t)(assigned + 3 - text);
		name.data = assigned + 3;
	}
	if (name.len && name.data[0] == '@') {
		name.data++;
		name.len--;
	}
	return name;
}

static bool name_in(const struct syscall *syscall, const char *template,
		    size_t index, struct str *owner, struct str *name)
{
	struct str dotted = dotted_name(template);
	const char *dot = memchr(dotted.data, '.', dotted.len);
	if (!dot)
		return false;
	*owner = (struct str){dotted.data, (size_t)(dot - dotted.data)};
	*name = (struct str){dot + 1, dotted.len - owner->len - 1};
	if (!name->len || name->data[0] != '$')
		return index == 0;
	// An argument says which method it is.
	const char *const *methods = syscall->raw[name->data[1] - '0']->methods;
	size_t count = 0;
	while (methods[count])
		count++;
	if (index < count)
		*name = str_from(methods[index]);
	return index < count;
}

bool typed_python_name(const struct syscall *syscall, size_t index,
		       struct str *owner, struct str *name)
{
	if (syscall->python_number && !index--)
		return name_in(syscall, syscall->python_number, 0, owner, name);
	return syscall->python &&
	       name_in(syscall, syscall->python, index, owner, name);
}

bool typed_is_module(struct str object)
{
	size_t count;
	const struct syscall *table = syscall_table(&count);
	struct str owner, name;
	for (size_t i = 0; i < count; i++)
		if (typed_python_name(&table[i], 0, &owner, &name) &&
		    str_same(owner, object))
			return true;
	return false;
}

const char *typed_template(const struct syscall *syscall, struct str object)
{
	bool number = syscall->python_number && typed_is_module(object);
	return number ? syscall->python_number : syscall->python;
}

static bool has_name(const struct syscall *syscall, struct str object,
		     struct str wanted)
{
	struct str owner, name;
	for (size_t i = 0; typed_python_name(syscall, i, &owner, &name); i++)
		if (str_same(owner, object) && str_same(name, wanted))
			return true;
	return false;
}

const struct syscall *typed_find_python(struct str object, struct str name,
					const struct syscall *after)
{
	size_t count;
	const struct syscall *table = syscall_table(&count);
	struct str owner = typed_is_module(object) ? object : str_from("$0");
	for (size_t i = after ? (size_t)(after - table) + 1 : 0; i < count; i++)
		if (has_name(&table[i], owner, name))
			return &table[i];
	return NULL;
}

struct str typed_template_args(const char *template)
{
	const char *begin = strchr(template, '(');
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
