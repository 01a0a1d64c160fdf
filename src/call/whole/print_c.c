/* print_c: a call in C notation, which call_parse() reads back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/print_value.h"
#include "call/print.h"
#include "call/table/option.h"
#include "call/table/syscalls.h"

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

static const struct kind *row_of(const struct call *call, size_t arg)
{
	return call->syscall->parameters[arg].kind;
}

static void print_name(const char *name, int64_t num, struct buf *out)
{
	if (name)
		buf_puts(out, name);
	else
		buf_printf(out, "%" PRId64, num);
}

void c_plain(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	print_name(value->kind == VALUE_NAME ? value->name : NULL, value->num,
		   out);
}

/* Addresses in hex, small numbers as such. */
void c_word(const struct call *call, size_t arg, struct buf *out)
{
	int64_t num = call->args[arg].num;
	if (num > -4096 && num < 65536)
		buf_printf(out, "%" PRId64, num);
	else if (num < 0)
		buf_printf(out, "-%#" PRIx64, -(uint64_t)num);
	else
		buf_printf(out, "%#" PRIx64, (uint64_t)num);
}

void c_constant(const struct call *call, size_t arg, struct buf *out)
{
	const struct kind *row = row_of(call, arg);
	int64_t num = call->args[arg].num;
	if (row->flags)
		symbol_print_flags_in_c(row->group, num, out);
	else
		print_name(symbol_name_in_c(row->group, num), num, out);
}

/* 0 is the default of the family and no protocol, whatever its name. */
void c_protocol(const struct call *call, size_t arg, struct buf *out)
{
	if (call->args[arg].num)
		c_constant(call, arg, out);
	else
		buf_putc(out, '0');
}

void c_option(const struct call *call, size_t arg, struct buf *out)
{
	int64_t num = call->args[arg].num;
	enum symbol_group group = symbol_option_group(call->args[arg - 1].num);
	print_name(symbol_name_in_c(group, num), num, out);
}

void c_type(const struct call *call, size_t arg, struct buf *out)
{
	int64_t num = call->args[arg].num;
	if (!symbol_print_type(&num, out))
		return;
	symbol_print_flags(SYMBOL_TYPE_FLAG, num, out);
}

void c_address(const struct call *call, size_t arg, struct buf *out)
{
	address_print(value_address(&call->args[arg]), out);
}

void print_c_bytes(const struct bytes *bytes, struct buf *out)
{
	size_t len = bytes->repeat ? bytes->len / bytes->repeat : bytes->len;
	text_quote(out, bytes->data, len, SIZE_MAX);
	if (bytes->repeat)
		buf_printf(out, " * %zu", bytes->repeat);
}

void c_data(const struct call *call, size_t arg, struct buf *out)
{
	print_c_bytes(&call->args[arg].bytes, out);
}

static void print_structure(const struct option_shape *shape,
			    const unsigned char *data, struct buf *out)
{
	size_t count = option_fields(shape);
	char host[INET6_ADDRSTRLEN];
	for (size_t i = 0; i < count; i++) {
		const struct option_field *field = &shape->fields[i];
		buf_puts(out, i ? ", " : "{");
		if (strchr("46", field->type))
			buf_puts(out, option_field_host(field, data, host));
		else
			buf_printf(out, "%" PRId64,
				   option_field_get(field, data));
	}
	buf_putc(out, '}');
}

void c_option_value(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	const struct option *option = option_of(call);
	if (value->kind != VALUE_OPTION)
		c_plain(call, arg, out);
	else if (option && option->shape &&
		 option->shape->size == value->bytes.len &&
		 !value->bytes.repeat)
		print_structure(option->shape, value->bytes.data, out);
	else
		c_data(call, arg, out);
}

/* at(0x10, 16): what a traced program passed in place of memory. */
static void print_at(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	buf_printf(out, "at(%#" PRIx64, value->at);
	if (row_of(call, arg)->words > 1)
		buf_printf(out, ", %" PRId64, value->num);
	buf_putc(out, ')');
}

static void print_c(const struct call *call, struct buf *out)
{
	if (call->into)
		buf_printf(out, "%s = ", call->into);
	buf_printf(out, "%s(", call->syscall->name);
	for (size_t i = 0; i < call->argc; i++) {
		buf_puts(out, i ? ", " : "");
		if (call->args[i].kind == VALUE_AT)
			print_at(call, i, out);
		else
			row_of(call, i)->print_c(call, i, out);
	}
	buf_putc(out, ')');
}

void call_print(const struct call *call, enum notation notation,
		struct buf *out)
{
	static void (*const print[])(const struct call *, struct buf *) = {
		[NOTATION_C] = print_c,
		[NOTATION_PYTHON] = print_python,
	};
	_Static_assert(COUNT(print) == NOTATION_COUNT, "every notation");
	print[notation](call, out);
}
