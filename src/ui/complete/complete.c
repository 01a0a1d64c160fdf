/* complete: what can stand at the cursor of a line that is being typed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line is `ACTOR: CALL`, `CALL` or `COMMAND ARGUMENT`. A name with a
 * parenthesis, a dot or an equals sign behind it belongs to a call; the same
 * name with a blank behind it is the command, where there is one.
 */
#include "call/table/syscalls.h"
#include "ui/command/command.h"
#include "ui/complete/complete_parts.h"

#include <ctype.h>
#include <string.h>

/* --- what a line is ---------------------------------------------------------
 */

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

static size_t skip_blanks(struct str text, size_t at)
{
	while (at < text.len && isspace((unsigned char)text.data[at]))
		at++;
	return at;
}

static size_t skip_name(struct str text, size_t at)
{
	while (at < text.len && is_name(text.data[at]))
		at++;
	return at;
}

/* The command of that name, or the only one whose name begins so. */
static const struct command *find(const struct complete_context *context,
				  struct str name)
{
	const struct command *found = NULL;
	size_t count = 0;
	for (size_t i = 0; i < context->command_count; i++) {
		const struct command *row = &context->commands[i];
		if (str_is(name, row->name))
			return row;
		if (strlen(row->name) < name.len ||
		    memcmp(row->name, name.data, name.len) != 0)
			continue;
		found = row;
		count++;
	}
	return name.len && count == 1 ? found : NULL;
}

static struct str part(struct str text, size_t begin, size_t end)
{
	return (struct str){text.data + begin, end - begin};
}

struct line_parts line_parts_of(const struct complete_context *context,
				struct str line, size_t cursor)
{
	struct line_parts parts = {.text = line, .cursor = cursor};
	size_t begin = skip_blanks(line, 0), end = skip_name(line, begin);
	if (end > begin && end < cursor && line.data[end] == ':') {
		parts.actor = part(line, begin, end);
		parts.text = part(line, end + 1, line.len);
		parts.cursor = cursor - end - 1;
		begin = skip_blanks(parts.text, 0);
		end = skip_name(parts.text, begin);
	}
	parts.at_first = parts.cursor <= end;
	size_t next = skip_blanks(parts.text, end);
	bool is_call = parts.actor.len || parts.at_first || next == end ||
		       (next < parts.text.len &&
			strchr("(=,.", parts.text.data[next]));
	if (!is_call)
		parts.command = find(context, part(line, begin, end));
	// "close s" is the call, for the command takes nothing.
	if (parts.command && !parts.command->arguments[0] &&
	    syscall_find(str_from(parts.command->name)))
		parts.command = NULL;
	if (parts.command)
		parts.argument = part(line, end, cursor);
	return parts;
}

/* --- completion -------------------------------------------------------------
 */

/* Where the word before the cursor begins: a name, in Python with its dots. */
static size_t word_begin(struct str text, size_t cursor)
{
	size_t begin = cursor;
	while (begin &&
	       (is_name(text.data[begin - 1]) || text.data[begin - 1] == '.') &&
	       text.data[begin - 1] != '-')
		begin--;
	return begin;
}

/* Words of a command are set apart by blanks and commas. */
static size_t argument_begin(struct str text, size_t cursor)
{
	size_t begin = cursor;
	while (begin && !isspace((unsigned char)text.data[begin - 1]) &&
	       text.data[begin - 1] != ',')
		begin--;
	return begin;
}

/* An address goes on through points and colons, in C to the comma before it, in
 * Python to the parenthesis that begins the pair. */
static size_t address_begin(struct str text, size_t cursor, bool *in_pair)
{
	size_t pair = cursor, begin = cursor;
	while (pair && text.data[pair - 1] != '(')
		pair--;
	size_t before = pair ? pair - 1 : 0;
	while (before && isspace((unsigned char)text.data[before - 1]))
		before--;
	*in_pair = before && strchr("(,", text.data[before - 1]);
	if (*in_pair)
		return pair;
	while (begin && !strchr(" \t(,{=", text.data[begin - 1]))
		begin--;
	return begin;
}

static bool is_quoted(struct str text)
{
	char open = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (open && text.data[i] == '\\')
			i++;
		else if (open == text.data[i])
			open = 0;
		else if (!open && text.data[i] == '"')
			open = text.data[i];
	}
	return open;
}

static void complete_names(struct answers *answers, bool with_commands)
{
	const struct complete_context *context = answers->context;
	answers->append = '(';
	if (context->journal)
		complete_calls(answers);
	if (!with_commands)
		return;
	answers->append = ' ';
	unsigned here = context->in_menu ? COMMAND_MENU : COMMAND_LESSON;
	for (size_t i = 0; i < context->command_count; i++) {
		const struct command *command = &context->commands[i];
		answers->append = command->arguments[0] ? ' ' : 0;
		if (command->flags & here)
			answers_add(answers, RANK_FIRST, command->name);
	}
	answers->append = ' ';
	complete_actors(answers, ":");
}

/* Whether a name can stand behind `before`. */
static bool is_name_place(struct str before)
{
	before = str_trim(before);
	return !before.len || strchr("=;", before.data[before.len - 1]);
}

/* Whether an address is being typed. */
static bool has_address(struct typed_place place, struct str text)
{
	if (!place.in_args || !place.syscall)
		return false;
	if (place.form)
		return place.index < python_form_count(place.form) &&
		       place.form->parameters[place.index].part ==
			       PYTHON_PART_ADDRESS;
	if (place.arg >= syscall_parameters(place.syscall))
		return false;
	const struct kind *kind = place.syscall->parameters[place.arg].kind;
	struct list_place list = complete_list_place(text);
	return kind == &kind_address || complete_list_has_address(kind, &list);
}

static void complete_in_call(struct answers *answers,
			     const struct line_parts *parts)
{
	struct str text = {parts->text.data, parts->cursor};
	struct typed_place place = call_typed_place(parts->text, parts->cursor);
	bool is_address = has_address(place, text);
	size_t begin =
		is_address ? address_begin(text, text.len, &answers->in_pair)
			   : word_begin(text, text.len);
	answers->word = part(text, begin, text.len);
	answers->notation = place.notation;
	if (is_quoted(text) && !is_address)
		return;
	if (place.in_args && place.syscall)
		complete_argument(answers, place, part(text, 0, begin));
	else if (place.has_poller)
		complete_poller(answers);
	else if (is_name_place(part(text, 0, begin)))
		complete_names(answers, parts->at_first && !parts->actor.len);
}

void complete_line(const struct complete_context *context, struct str line,
		   size_t cursor, struct arena *arena,
		   struct completion *completion)
{
	*completion = (struct completion){0};
	if (cursor > line.len)
		cursor = line.len;
	struct line_parts parts = line_parts_of(context, line, cursor);
	struct answers answers = {
		.context = context, .arena = arena, .actor = context->actor};
	if (parts.actor.len)
		answers.actor =
			arena_strndup(arena, parts.actor.data, parts.actor.len);
	if (parts.command) {
		size_t begin =
			argument_begin(parts.argument, parts.argument.len);
		answers.append = ' ';
		answers.word = part(parts.argument, begin, parts.argument.len);
		complete_command(&answers, parts.command,
				 part(parts.argument, 0, begin));
	} else if (context->journal || parts.at_first) {
		complete_in_call(&answers, &parts);
	}
	completion->begin = answers.word.data
				    ? (size_t)(answers.word.data - line.data)
				    : cursor;
	answers_finish(&answers, completion);
	free(answers.items);
}
