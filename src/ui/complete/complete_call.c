/* complete_call: what can stand in a call that is being typed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of methods and functions come from the templates of the table of calls
 * (python_template.c), so that Python is completed where it can be read.
 */
#include "base/text.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"
#include "call/whole/typed_name.h"
#include "ui/complete/complete_parts.h"

#include <ctype.h>
#include <string.h>

/* --- names ------------------------------------------------------------------
 */

/* The methods of a socket, or the functions of a module. */
static void add_python(struct answers *answers, struct str owner)
{
	struct str wanted = typed_is_module(owner) ? owner : str_from("$0"), of,
		   name;
	size_t count;
	const struct syscall *table = syscall_table(&count);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; typed_python_name(&table[i], k, &of, &name);
		     k++) {
			if (of.len != wanted.len ||
			    memcmp(of.data, wanted.data, of.len) != 0)
				continue;
			answers_add(answers, RANK_FIRST,
				    arena_printf(answers->arena, "%.*s.%.*s",
						 (int)owner.len, owner.data,
						 (int)name.len, name.data));
		}
	}
}

void complete_calls(struct answers *answers)
{
	struct str word = answers->word;
	const char *dot = word.len ? memchr(word.data, '.', word.len) : NULL;
	if (dot) {
		answers->notation = NOTATION_PYTHON;
		add_python(answers,
			   (struct str){word.data, (size_t)(dot - word.data)});
		return;
	}
	size_t count;
	const struct syscall *table = syscall_table(&count);
	for (size_t i = 0; i < count; i++)
		answers_add(answers, RANK_FIRST, table[i].name);
}

void complete_poller(struct answers *answers)
{
	static const char *const methods[] = {"poll", "register"};
	struct str word = answers->word;
	const char *dot = word.len ? memchr(word.data, '.', word.len) : NULL;
	answers->append = '(';
	for (size_t i = 0; dot && i < COUNT(methods); i++)
		answers_add(answers, RANK_FIRST,
			    arena_printf(answers->arena, "%.*s.%s",
					 (int)(dot - word.data), word.data,
					 methods[i]));
}

/* --- arguments --------------------------------------------------------------
 */

static bool is_behind_bar(struct str text)
{
	text = str_trim(text);
	return text.len && text.data[text.len - 1] == '|';
}

/* The variable that names the call's socket: before the point in Python, the
 * first argument in C. */
static struct str socket_in(struct str text)
{
	const char *open = text.len ? memchr(text.data, '(', text.len) : NULL;
	if (!open)
		return (struct str){0};
	size_t end = (size_t)(open - text.data), begin = end;
	while (begin && (isalnum((unsigned char)text.data[begin - 1]) ||
			 strchr("_.", text.data[begin - 1])))
		begin--;
	const char *dot = memchr(text.data + begin, '.', end - begin);
	if (dot)
		return (struct str){text.data + begin,
				    (size_t)(dot - text.data) - begin};
	size_t comma = ++end;
	while (comma < text.len && text.data[comma] != ',')
		comma++;
	return str_trim((struct str){text.data + end, comma - end});
}

/* Whether constants can stand at an argument of that kind. */
static bool has_symbols(const struct kind *kind)
{
	enum symbol_group group = kind->group;
	return group < SYMBOL_GROUP_COUNT &&
	       (group != SYMBOL_FAMILY || kind == &kind_family);
}

/* What follows an argument that is complete. */
static char after_argument(const struct syscall *syscall, size_t arg)
{
	if (syscall->parameters[arg].kind->flags)
		return 0;
	bool is_last = arg + 1 >= syscall_parameters(syscall) ||
		       syscall->parameters[arg + 1].optional;
	return is_last ? ')' : ',';
}

void complete_argument(struct answers *answers, struct typed_place place,
		       struct str text)
{
	if (place.form)
		complete_form(answers, &place, text);
	if (place.form || place.arg >= syscall_parameters(place.syscall))
		return;
	const struct kind *kind = place.syscall->parameters[place.arg].kind;
	bool is_next = is_behind_bar(text);
	enum symbol_group group = kind->group;
	answers->append = after_argument(place.syscall, place.arg);
	struct list_place list = complete_list_place(text);
	if (complete_list(answers, kind, &list))
		return;
	if (kind == &kind_fcntl_value)
		group = request_flags(place.level);
	if (kind == &kind_process)
		complete_numbers(answers);
	else if (kind == &kind_fd)
		complete_descriptors(answers);
	else if (kind == &kind_address)
		complete_addresses(answers,
				   complete_family(answers, socket_in(text)));
	else if (kind == &kind_option)
		complete_symbols(answers, symbol_option_group(place.level),
				 (struct str){"", 0});
	else if (kind == &kind_type && is_next)
		complete_symbols(answers, SYMBOL_TYPE_FLAG,
				 complete_flags_before(text));
	else if (has_symbols(kind) || kind == &kind_fcntl_value)
		complete_symbols(answers, group,
				 is_next ? complete_flags_before(text)
					 : (struct str){"", 0});
}
