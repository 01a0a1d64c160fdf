/* complete_hint: the one line that says what is being typed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/part/parse_value.h"
#include "call/part/python_form.h"
#include "call/table/syscalls.h"
#include "ui/command/command.h"
#include "ui/complete/complete_parts.h"

#include <ctype.h>
#include <string.h>

static void print_command(const struct command *command, struct buf *out)
{
	buf_puts(out, command->name);
	if (command->arguments[0])
		buf_printf(out, " %s", command->arguments);
	buf_printf(out, "  %s", sentence_text(command->help));
}

static void print_call(struct typed_place place, bool ascii, struct buf *out)
{
	place.in_args = false;
	call_print_place(&place, ascii, out);
	buf_printf(out, "  %s", sentence_text(place.syscall->help));
}

/* What can stand at the argument; NULL: it takes no more. */
static const char *expected(const struct typed_place *place)
{
	if (place->form)
		return place->index < python_form_count(place->form)
			       ? sentence_text(
					 place->form->parameters[place->index]
						 .expected)
			       : NULL;
	if (place->arg >= syscall_parameters(place->syscall))
		return NULL;
	const struct kind *kind = place->syscall->parameters[place->arg].kind;
	bool is_python = place->notation == NOTATION_PYTHON;
	return kind_expected(kind, is_python);
}

/* The argument under the cursor; behind the last one there is none. */
static void print_argument(struct typed_place place, bool ascii,
			   struct buf *out)
{
	const char *what = expected(&place);
	if (!what) {
		print_call(place, ascii, out);
		return;
	}
	call_print_place(&place, ascii, out);
	buf_printf(out, "  %s", what);
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
			print_call(place, ascii, out);
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
