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

typedef void item_fn(const struct value *item, struct buf *out);

/* {item, item}; NULL where nothing was written. */
static void print_list(const struct value *list, item_fn *print,
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

static void print_number(const struct value *item, struct buf *out)
{
	buf_printf(out, "%" PRId64, item->num);
}

static void print_data(const struct value *item, struct buf *out)
{
	print_c_bytes(&item->bytes, out);
}

static void print_poll(const struct value *item, struct buf *out)
{
	buf_putc(out, '{');
	list_print_fd(list_item(item, 0), out);
	buf_puts(out, ", ");
	symbol_print_flags_in_c(SYMBOL_POLL, (uint16_t)list_item(item, 1)->num,
				out);
	buf_putc(out, '}');
}

void c_fds(const struct call *call, size_t arg, struct buf *out)
{
	print_list(&call->args[arg], list_print_fd, out);
}

void c_polls(const struct call *call, size_t arg, struct buf *out)
{
	print_list(&call->args[arg], print_poll, out);
}

void c_numbers(const struct call *call, size_t arg, struct buf *out)
{
	print_list(&call->args[arg], print_number, out);
}

void c_buffers(const struct call *call, size_t arg, struct buf *out)
{
	print_list(&call->args[arg], print_data, out);
}

void c_events(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	if (value->kind != VALUE_LIST) {
		symbol_print_flags_in_c(SYMBOL_EPOLL, value->num, out);
		return;
	}
	buf_putc(out, '{');
	symbol_print_flags_in_c(SYMBOL_EPOLL, list_item(value, 0)->num, out);
	buf_printf(out, ", %" PRId64 "}", list_item(value, 1)->num);
}

void c_request_value(const struct call *call, size_t arg, struct buf *out)
{
	const struct request *request = request_of(call);
	if (request->value == REQUEST_FLAGS)
		symbol_print_flags_in_c(request->group, call->args[arg].num,
					out);
	else
		print_number(&call->args[arg], out);
}

/* --- messages --------------------------------------------------------------
 */

/* The actor's own: what `credentials` alone stands for. */
static bool is_own(const struct value *credentials)
{
	static const char *const own[] = {"getpid()", "getuid()", "getgid()"};
	for (size_t i = 0; i < COUNT(own); i++) {
		const struct value *item = list_item(credentials, i);
		if (item->kind != VALUE_NAME || strcmp(item->name, own[i]) != 0)
			return false;
	}
	return true;
}

static void print_credentials(const struct value *value, struct buf *out)
{
	buf_puts(out, "credentials");
	if (value->kind != VALUE_LIST || is_own(value))
		return;
	buf_putc(out, '=');
	print_list(value, list_print_fd, out);
}

static void print_iov(const struct value *value, struct buf *out)
{
	bool sizes = value->count && value->items[0].kind == VALUE_INT;
	buf_puts(out, "iov=");
	print_list(value, sizes ? print_number : print_data, out);
}

static void print_name(const struct value *value, struct buf *out)
{
	buf_puts(out, "name");
	if (value->kind != VALUE_ADDRESS)
		return;
	buf_putc(out, '=');
	address_print(value->address, out);
}

static void print_rights(const struct value *value, struct buf *out)
{
	buf_puts(out, "rights=");
	print_list(value, list_print_fd, out);
}

static void print_error(const struct value *value, struct buf *out)
{
	(void)value;
	buf_puts(out, "error");
}

static void print_control(const struct value *value, struct buf *out)
{
	buf_puts(out, "control=");
	if (value->kind == VALUE_BYTES)
		print_data(value, out);
	else
		print_number(value, out);
}

void c_message(const struct call *call, size_t arg, struct buf *out)
{
	static item_fn *const print[MESSAGE_MEMBERS] = {
		[MESSAGE_IOV] = print_iov,
		[MESSAGE_NAME] = print_name,
		[MESSAGE_RIGHTS] = print_rights,
		[MESSAGE_CREDENTIALS] = print_credentials,
		[MESSAGE_ERROR] = print_error,
		[MESSAGE_CONTROL] = print_control,
	};
	const char *join = "{";
	for (size_t i = 0; i < MESSAGE_MEMBERS; i++) {
		const struct value *member = list_item(&call->args[arg], i);
		if (!member->kind)
			continue;
		buf_puts(out, join);
		print[i](member, out);
		join = ", ";
	}
	buf_putc(out, '}');
}
