/* typed_signature: what a call takes, in one line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/syscalls.h"
#include "call/typed.h"

void call_print_signature(const struct syscall *syscall, int mark, bool ascii,
			  struct buf *out)
{
	size_t count = syscall_parameters(syscall);
	buf_printf(out, "%s(", syscall->name);
	for (size_t i = 0; i < count; i++) {
		const struct parameter *parameter = &syscall->parameters[i];
		bool marked = mark >= 0 && (size_t)mark == i;
		const char *open = ascii ? "<" : "\u00ab";
		const char *close = ascii ? ">" : "\u00bb";
		buf_printf(out, "%s%s%s%s%s%s", parameter->optional ? "[" : "",
			   i ? ", " : "", marked ? open : "", parameter->name,
			   marked ? close : "", parameter->optional ? "]" : "");
	}
	buf_putc(out, ')');
}
