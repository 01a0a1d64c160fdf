/* typed_signature: what a call takes, in one line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/python_form.h"
#include "call/part/python_template.h"
#include "call/table/syscalls.h"
#include "call/whole/typed.h"
#include "call/whole/typed_name.h"

static void print_name(const char *name, bool marked, bool ascii,
		       struct buf *out)
{
	const char *open = ascii ? "<" : "\u00ab";
	const char *close = ascii ? ">" : "\u00bb";
	buf_printf(out, "%s%s%s", marked ? open : "", name,
		   marked ? close : "");
}

void call_print_signature(const struct syscall *syscall, int mark, bool ascii,
			  struct buf *out)
{
	size_t count = syscall_parameters(syscall);
	buf_printf(out, "%s(", syscall->name);
	for (size_t i = 0; i < count; i++) {
		const struct parameter *parameter = &syscall->parameters[i];
		bool marked = mark >= 0 && (size_t)mark == i;
		buf_printf(out, "%s%s", parameter->optional ? "[" : "",
			   i ? ", " : "");
		print_name(parameter->name, marked, ascii, out);
		buf_puts(out, parameter->optional ? "]" : "");
	}
	buf_putc(out, ')');
}

static void print_form(const struct typed_place *place, bool ascii,
		       struct buf *out)
{
	const struct python_parameter *parameters = place->form->parameters;
	size_t i = 0;
	for (; parameters[i].name; i++) {
		bool marked = place->in_args && place->index == i;
		buf_printf(out, "%s%s",
			   i >= place->form->optional && i ? "[" : "",
			   i ? ", " : "");
		print_name(parameters[i].name, marked, ascii, out);
	}
	for (size_t n = place->form->optional; n && n < i; n++)
		buf_putc(out, ']');
}

/* The template's arguments with their names for their numbers. */
static void print_template(const struct typed_place *place, bool ascii,
			   struct buf *out)
{
	const struct syscall *syscall = place->syscall;
	struct str args =
		typed_template_args(typed_template(syscall, place->owner));
	for (size_t i = 0; i < args.len; i++) {
		if (args.data[i] != '$' || i + 1 >= args.len) {
			buf_putc(out, args.data[i]);
			continue;
		}
		size_t raw = (size_t)(args.data[++i] - '0');
		size_t arg = python_arg(syscall, raw);
		bool hidden = arg == SYSCALL_HIDDEN;
		i += i + 1 < args.len && args.data[i + 1] == '#';
		print_name(hidden ? "buflen" : syscall->parameters[arg].name,
			   place->in_args && !hidden && place->arg == arg,
			   ascii, out);
	}
}

void call_print_place(const struct typed_place *place, bool ascii,
		      struct buf *out)
{
	if (place->notation != NOTATION_PYTHON) {
		int mark = place->in_args ? (int)place->arg : -1;
		call_print_signature(place->syscall, mark, ascii, out);
		return;
	}
	buf_printf(out, "%.*s.%.*s(", (int)place->owner.len, place->owner.data,
		   (int)place->method.len, place->method.data);
	if (place->form)
		print_form(place, ascii, out);
	else
		print_template(place, ascii, out);
	buf_putc(out, ')');
}
