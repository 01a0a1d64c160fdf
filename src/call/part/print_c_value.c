/* print_c_value: what C notation shares, whatever the kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/part/print_value.h"
#include "call/table/syscalls.h"

#include <inttypes.h>
#include <stdint.h>

static const struct kind *row_of(const struct call *call, size_t arg)
{
	return call->syscall->parameters[arg].kind;
}

void c_plain(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	if (value->kind == VALUE_NAME)
		buf_puts(out, value->name);
	else
		buf_printf(out, "%" PRId64, value->num);
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
		symbol_print_in_c(row->group, num, out);
}

void print_left_out(const struct bytes *bytes, struct buf *out)
{
	if (bytes->all)
		SENTENCE(out, "left-out", SLOT_NUMBER("bytes", bytes->all));
}

void print_c_bytes(const struct bytes *bytes, struct buf *out)
{
	size_t len = bytes->repeat ? bytes->len / bytes->repeat : bytes->len;
	text_quote(out, bytes->data, len, SIZE_MAX);
	print_left_out(bytes, out);
	if (bytes->repeat)
		buf_printf(out, " * %zu", bytes->repeat);
}

void c_data(const struct call *call, size_t arg, struct buf *out)
{
	print_c_bytes(&call->args[arg].bytes, out);
}
