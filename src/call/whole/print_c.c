/* print_c: a call in C notation, which call_parse() reads back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/list.h"
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

/* Bytes that are no more than these are written all the same. */
enum { SHOWN_WHOLE = 2 * STRACE_STRINGS_MOST };

/* What the value holds in common with the given one is borrowed. */
static struct value abridge(const struct value *value, struct arena *arena)
{
	struct value copy = *value;
	if (value->kind == VALUE_BYTES && !value->bytes.repeat &&
	    value->bytes.len > SHOWN_WHOLE) {
		copy.bytes.all = value->bytes.len;
		copy.bytes.len = STRACE_STRINGS_MOST;
	} else if (value->kind == VALUE_LIST) {
		struct value *items = list_new(&copy, value->count, arena);
		for (size_t i = 0; i < value->count; i++)
			items[i] = abridge(&value->items[i], arena);
	}
	return copy;
}

void call_print_shown(const struct call *call, enum notation notation,
		      struct buf *out)
{
	struct arena arena = {0};
	struct call copy = *call;
	for (size_t i = 0; i < call->argc; i++)
		copy.args[i] = abridge(&call->args[i], &arena);
	call_print(&copy, notation, out);
	arena_done(&arena);
}
