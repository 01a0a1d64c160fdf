/* print_python_value: the arguments of a call as Python writes them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/print_value.h"
#include "call/part/raw_value.h"
#include "call/table/option.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

/* Bytes as Python writes them: b"hello\n". */
void python_print_bytes(const unsigned char *data, size_t len, struct buf *out)
{
	static const char bytes[] = "\n\t\r\"\\", letters[] = "ntr\"\\";
	buf_puts(out, "b\"");
	for (size_t i = 0; i < len; i++) {
		const char *named = data[i] ? strchr(bytes, data[i]) : NULL;
		if (named)
			buf_printf(out, "\\%c", letters[named - bytes]);
		else if (data[i] >= ' ' && data[i] < 0x7f)
			buf_putc(out, (char)data[i]);
		else
			buf_printf(out, "\\x%02x", data[i]);
	}
	buf_putc(out, '"');
}

void python_print_constant(enum symbol_group group, int64_t num,
			   struct buf *out)
{
	const char *name = symbol_name_in_python(group, num);
	if (name)
		buf_printf(out, "%s.%s", symbol_module(group), name);
	else
		buf_printf(out, "%" PRId64, num);
}

/* Flags joined by " | ", what has no name as one number. */
void python_add_flags(enum symbol_group group, int64_t num, const char *join,
		      struct buf *out)
{
	uint32_t left = (uint32_t)num, nameless = 0;
	for (uint32_t bit = 1; left; bit <<= 1) {
		if (!(left & bit))
			continue;
		left &= ~bit;
		const char *name = symbol_name_in_python(group, bit);
		if (!name) {
			nameless |= bit;
			continue;
		}
		buf_printf(out, "%s%s.%s", join, symbol_module(group), name);
		join = " | ";
	}
	if (nameless)
		buf_printf(out, "%s%#x", join, nameless);
}

void python_print_flags(enum symbol_group group, int64_t num, struct buf *out)
{
	if ((uint32_t)num)
		python_add_flags(group, num, "", out);
	else
		buf_putc(out, '0');
}

void python_fd(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	// Behind the first, which the method is of, a number is taken too.
	if (value->kind == VALUE_NAME && value->is_number && !arg)
		buf_printf(out, "socket.socket(fileno=%s)", value->name);
	else if (value->kind == VALUE_NAME)
		buf_puts(out, value->name);
	else
		buf_printf(out, "socket.socket(fileno=%" PRId64 ")",
			   value->num);
}

void python_print_fileno(const struct value *value, struct buf *out)
{
	if (value->kind == VALUE_NAME)
		buf_printf(out, value->is_number ? "%s" : "%s.fileno()",
			   value->name);
	else
		buf_printf(out, "%" PRId64, value->num);
}

void python_number(const struct call *call, size_t arg, struct buf *out)
{
	buf_printf(out, "%" PRId64, call->args[arg].num);
}

void python_constant(const struct call *call, size_t arg, struct buf *out)
{
	const struct kind *row = call->syscall->parameters[arg].kind;
	int64_t num = call->args[arg].num;
	if (row->flags && num)
		python_add_flags(row->group, num, "", out);
	else
		python_print_constant(row->group, num, out);
}

void python_print_data(const struct bytes *bytes, struct buf *out)
{
	size_t len = bytes->repeat ? bytes->len / bytes->repeat : bytes->len;
	python_print_bytes(bytes->data, len, out);
	print_left_out(bytes, out);
	if (bytes->repeat)
		buf_printf(out, " * %zu", bytes->repeat);
}

void python_data(const struct call *call, size_t arg, struct buf *out)
{
	python_print_data(&call->args[arg].bytes, out);
}

/* --- what is left out ------------------------------------------------------
 */

bool python_is_unset(const struct call *call, size_t arg)
{
	return !call->args[arg].kind;
}

void python_print_items(const struct value *list, print_item_fn *print,
			struct buf *out)
{
	buf_putc(out, '[');
	for (size_t i = 0; i < list->count; i++) {
		buf_puts(out, i ? ", " : "");
		print(&list->items[i], out);
	}
	buf_putc(out, ']');
}

/* Seconds with as many decimals as they need, one at least. */
void python_print_seconds(int64_t seconds, int64_t micro, struct buf *out)
{
	buf_printf(out, "%" PRId64 ".%06" PRId64, seconds, micro);
	while (out->data[out->len - 1] == '0' && out->data[out->len - 2] != '.')
		out->data[--out->len] = '\0';
}
