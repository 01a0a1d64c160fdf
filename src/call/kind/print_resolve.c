/* print_resolve: the arguments of the resolver's functions as text.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * strace(1) sees no getaddrinfo(), only what it does: files that are read,
 * packets to a name server. Our line has the form of strace's all the same.
 */
#include "call/part/print_value.h"
#include "call/part/resolve.h"
#include "call/table/syscalls.h"

#include <inttypes.h>

/* --- C and Python ---------------------------------------------------------
 */

void c_text(const struct call *call, size_t arg, struct buf *out)
{
	if (call->args[arg].kind == VALUE_BYTES)
		c_data(call, arg, out);
	else
		buf_puts(out, "NULL");
}

static void print_hint(size_t hint, int64_t num, struct buf *out)
{
	const char *name = symbol_name_in_c(resolve_hints[hint].group, num);
	if (resolve_hints[hint].flags)
		symbol_print_flags(resolve_hints[hint].group, num, out);
	else if (name && (num || hint == 0))
		buf_puts(out, name);
	else
		buf_printf(out, "%" PRId64, num);
}

void c_hints(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	buf_puts(out, value->count ? "{" : "{AF_UNSPEC");
	for (size_t i = 0; i < value->count; i++) {
		buf_puts(out, i ? ", " : "");
		print_hint(i, value->items[i].num, out);
	}
	buf_putc(out, '}');
}

/* A str where the name is one, for the module takes bytes as something else. */
void python_text(const struct call *call, size_t arg, struct buf *out)
{
	if (call->args[arg].kind != VALUE_BYTES)
		buf_puts(out, "None");
	else
		text_quote(out, call->args[arg].bytes.data,
			   call->args[arg].bytes.len, SIZE_MAX);
}

/* Python's arguments are these three, with the protocol between. */
void python_hints(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	for (size_t i = 0; i < value->count; i++) {
		int64_t num = value->items[i].num;
		const char *name =
			symbol_name_in_python(resolve_hints[i].group, num);
		buf_puts(out, i == 2 ? ", 0, " : i ? ", " : "");
		if (resolve_hints[i].flags && num)
			python_print_flags(resolve_hints[i].group, num, out);
		else if (name && (num || i == 0))
			buf_printf(out, "socket.%s", name);
		else
			buf_printf(out, "%" PRId64, num);
	}
}

/* --- in the form of strace(1) ----------------------------------------------
 */

void strace_text(const struct call *call, size_t arg, size_t part,
		 struct buf *out)
{
	(void)part;
	c_text(call, arg, out);
}

void strace_hints(const struct call *call, size_t arg, size_t part,
		  struct buf *out)
{
	const struct value *value = &call->args[arg];
	(void)part;
	if (!value->count) {
		buf_puts(out, "NULL");
		return;
	}
	for (size_t i = 0; i < value->count; i++) {
		buf_printf(out, "%s%s=", i ? ", " : "{",
			   resolve_hints[i].member);
		print_hint(i, value->items[i].num, out);
	}
	buf_putc(out, '}');
}

/* "[{127.0.0.1:80, SOCK_STREAM}]". */
void strace_found(const struct call *call, size_t arg, size_t part,
		  struct buf *out)
{
	const struct value *found = &call->result.out;
	(void)arg, (void)part;
	if (found->kind != VALUE_LIST) {
		buf_puts(out, "0x...");
		return;
	}
	buf_putc(out, '[');
	for (size_t i = 0; i < found->count; i++) {
		const struct value *pair = found->items[i].items;
		buf_puts(out, i ? ", {" : "{");
		address_print(pair[0].address, out);
		buf_puts(out, ", ");
		print_hint(1, pair[1].num, out);
		buf_putc(out, '}');
	}
	buf_putc(out, ']');
}

void strace_names(const struct call *call, size_t arg, size_t part,
		  struct buf *out)
{
	const struct value *names = &call->result.out;
	(void)arg;
	if (names->kind != VALUE_LIST) {
		buf_puts(out, "0x...");
		return;
	}
	const struct bytes *name = &names->items[part].bytes;
	text_quote(out, name->data, name->len, SIZE_MAX);
}

/* --- a C program ----------------------------------------------------------
 */

void declare_hints(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	buf_puts(out, "struct addrinfo hints = {0};\n");
	for (size_t i = 0; i < value->count; i++) {
		buf_printf(out, "hints.%s = ", resolve_hints[i].member);
		print_hint(i, value->items[i].num, out);
		buf_puts(out, ";\n");
	}
	buf_puts(out, "struct addrinfo *found;\n");
}

void express_hints(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "&hints, &found");
}

void declare_names(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "char host[NI_MAXHOST], service[NI_MAXSERV];\n");
}

void express_names(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "host, sizeof(host), service, sizeof(service)");
}
