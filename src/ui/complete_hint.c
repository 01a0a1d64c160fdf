/* complete_hint: the one line that says what is being typed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/syscalls.h"
#include "ui/command.h"
#include "ui/complete_parts.h"

#include <ctype.h>
#include <string.h>

static void print_command(const struct command *command, struct buf *out)
{
	buf_puts(out, command->name);
	if (command->arguments[0])
		buf_printf(out, " %s", command->arguments);
	buf_printf(out, "  %s", command->help);
}

static void print_call(const struct syscall *syscall, bool ascii,
		       struct buf *out)
{
	call_print_signature(syscall, -1, ascii, out);
	buf_printf(out, "  %s", syscall->help);
}

/* The argument under the cursor; behind the last one there is none. */
static void print_argument(struct typed_place place, bool ascii,
			   struct buf *out)
{
	if (place.arg >= syscall_parameters(place.syscall)) {
		print_call(place.syscall, ascii, out);
		return;
	}
	const struct parameter *parameter =
		&place.syscall->parameters[place.arg];
	call_print_signature(place.syscall, (int)place.arg, ascii, out);
	buf_printf(out, "  %s", kind_row(parameter->kind)->expected);
}

/* The name under the cursor, when it is one or can become only one. */
static void print_name(const struct complete_context *context, struct str line,
		       size_t cursor, bool ascii, struct buf *out)
{
	struct arena arena = {0};
	struct completion found;
	struct line_parts parts = line_parts_of(context, line, cursor);
	size_t end = cursor;
	while (end < line.len && (isalnum((unsigned char)line.data[end]) ||
				  strchr("_-.", line.data[end])))
		end++;
	line.len = end;
	complete_line(context, line, end, &arena, &found);
	const char *word = found.count ? found.words[0] : NULL;
	bool is_typed = word && strlen(word) == end - found.begin;
	if (end > found.begin && word && (found.count == 1 || is_typed)) {
		bool is_command = false;
		for (size_t i = 0; i < context->command_count; i++) {
			const struct command *row = &context->commands[i];
			if (parts.actor.len || !parts.at_first ||
			    strcmp(row->name, word) != 0)
				continue;
			print_command(row, out);
			is_command = true;
		}
		struct buf called = {0};
		buf_printf(&called, "%s(", word);
		struct str open = {called.data, called.len};
		struct typed_place place = call_typed_place(open, open.len);
		if (!is_command && place.syscall)
			print_call(place.syscall, ascii, out);
		buf_done(&called);
	}
	arena_done(&arena);
}

void complete_hint(const struct complete_context *context, struct str line,
		   size_t cursor, bool ascii, struct buf *out)
{
	if (cursor > line.len)
		cursor = line.len;
	struct line_parts parts = line_parts_of(context, line, cursor);
	if (!str_trim(parts.text).len)
		return;
	if (parts.command) {
		print_command(parts.command, out);
		return;
	}
	struct typed_place place = call_typed_place(parts.text, parts.cursor);
	if (place.in_args && place.syscall)
		print_argument(place, ascii, out);
	else
		print_name(context, line, cursor, ascii, out);
}
