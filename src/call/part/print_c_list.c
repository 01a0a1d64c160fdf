/* print_c_list: lists and messages in C notation, which call_parse() reads
 * back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/list.h"
#include "call/part/message.h"
#include "call/part/print_value.h"
#include "call/table/request.h"

#include <inttypes.h>
#include <string.h>

/* {item, item}; NULL where nothing was written. */
void c_print_list(const struct value *list, print_item_fn *print,
		  struct buf *out)
{
	if (list->kind != VALUE_LIST) {
		buf_puts(out, "NULL");
		return;
	}
	buf_putc(out, '{');
	for (size_t i = 0; i < list->count; i++) {
		buf_puts(out, i ? ", " : "");
		print(&list->items[i], out);
	}
	buf_putc(out, '}');
}

void c_print_number(const struct value *item, struct buf *out)
{
	buf_printf(out, "%" PRId64, item->num);
}

void c_print_data(const struct value *item, struct buf *out)
{
	print_c_bytes(&item->bytes, out);
}

void c_fds(const struct call *call, size_t arg, struct buf *out)
{
	c_print_list(&call->args[arg], list_print_fd, out);
}

void c_numbers(const struct call *call, size_t arg, struct buf *out)
{
	c_print_list(&call->args[arg], c_print_number, out);
}
