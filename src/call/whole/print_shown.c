/* print_shown: what the kernel wrote into lists, in words for a learner.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/list.h"
#include "call/part/message.h"
#include "call/part/print_value.h"
#include "call/part/raw_value.h"
#include "call/print.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"

#include <inttypes.h>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <string.h>

void call_print_out(const struct call *call, struct buf *out)
{
	size_t count = syscall_parameters(call->syscall);
	const struct result *result = &call->result;
	if (!result->done || result->signal || result->value < 0)
		return;
	for (size_t i = 0; i < count; i++) {
		const struct kind *row = call->syscall->parameters[i].kind;
		if (row->shown)
			row->shown(call, i, out);
	}
}

/* a = 3, b = 4 */
static void print_given(const struct call *call, size_t arg, struct buf *out)
{
	const struct kind *row = call->syscall->parameters[arg].kind;
	const char *name;
	int64_t num;
	for (size_t i = 0; row->given(call, arg, i, &name, &num); i++) {
		buf_puts(out, i ? ", " : "");
		if (name)
			buf_printf(out, "%s = ", name);
		if (num >= 0)
			buf_printf(out, "%" PRId64, num);
		else
			buf_puts(out, "nothing");
	}
}

void shown_pair(const struct call *call, size_t arg, struct buf *out)
{
	buf_puts(out, ", ");
	print_given(call, arg, out);
}

void shown_request_value(const struct call *call, size_t arg, struct buf *out)
{
	if (call->syscall->parameters[arg].kind == &kind_ioctl_value &&
	    !call->args[arg].kind)
		buf_printf(out, ", the value %" PRId64, call->result.option);
}

/* The flags that fcntl read, as names beside their number. */
void shown_request_result(const struct call *call, size_t arg, struct buf *out)
{
	(void)arg;
	const struct request *request = request_of(call);
	if (!request->returns_flags || !call->result.value)
		return;
	buf_puts(out, ", ");
	symbol_print_flags_in_c(request->group, call->result.value, out);
}

/* srv: POLLIN, of those that have any. */
void shown_polls(const struct call *call, size_t arg, struct buf *out)
{
	for (size_t i = 0; i < call->args[arg].count; i++) {
		const struct value *item = &call->args[arg].items[i];
		int64_t events = list_item(&call->result.out, i)->num;
		if (!events)
			continue;
		buf_puts(out, ", ");
		list_print_fd(list_item(item, 0), out);
		buf_puts(out, ": ");
		symbol_print_flags_in_c(SYMBOL_POLL, (uint16_t)events, out);
	}
}

/* The name that the call has for descriptor `num`, or its number. */
static void print_fd(const struct value *list, int64_t num, struct buf *out)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].kind == VALUE_NAME &&
		    list->items[i].num == num) {
			buf_puts(out, list->items[i].name);
			return;
		}
	}
	buf_printf(out, "%" PRId64, num);
}

void shown_set(const struct call *call, size_t arg, struct buf *out)
{
	static const char *const words[] = {"readable", "writable",
					    "exceptional"};
	const struct value *ready = list_item(&call->result.out, arg);
	if (ready->count)
		buf_printf(out, ", %s:", words[arg % COUNT(words)]);
	for (size_t i = 0; i < ready->count; i++) {
		buf_puts(out, i ? " and " : " ");
		print_fd(&call->args[arg], ready->items[i].num, out);
	}
}

void shown_events(const struct call *call, size_t arg, struct buf *out)
{
	(void)arg;
	const struct value *list = &call->result.out;
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		buf_printf(out, ", data %" PRId64 ": ",
			   list_item(item, 1)->num);
		symbol_print_flags_in_c(SYMBOL_EPOLL, list_item(item, 0)->num,
					out);
	}
}

/* --- messages --------------------------------------------------------------
 */

static void show_error(const struct bytes *bytes, struct buf *out)
{
	struct sock_extended_err error;
	if (bytes->len < sizeof(error)) {
		buf_puts(out, ", an error that is cut short");
		return;
	}
	memcpy(&error, bytes->data, sizeof(error));
	const char *name = symbol_name(SYMBOL_ERRNO, error.ee_errno);
	buf_puts(out, ", the error ");
	if (name)
		buf_puts(out, name);
	else
		buf_printf(out, "%u", error.ee_errno);
	if (error.ee_origin == SO_EE_ORIGIN_ICMP ||
	    error.ee_origin == SO_EE_ORIGIN_ICMP6)
		buf_printf(out, " of ICMP%s type %u code %u",
			   error.ee_origin == SO_EE_ORIGIN_ICMP6 ? "v6" : "",
			   error.ee_type, error.ee_code);
	if (error.ee_info)
		buf_printf(out, ", info %u", error.ee_info);
}

/* IP_TTL 64: by the option that asks for it, and as a number where it is one.
 */
static void show_other(int64_t level, int64_t type, const struct bytes *data,
		       struct buf *out)
{
	int num = 0;
	const char *name = symbol_name_in_c(symbol_option_group(level), type);
	if (level == SOL_SOCKET && symbol_name(SYMBOL_SCM, type))
		name = symbol_name(SYMBOL_SCM, type);
	if (name)
		buf_printf(out, ", %s ", name);
	else
		buf_printf(out,
			   ", control message of level %" PRId64
			   " and type %" PRId64 " ",
			   level, type);
	if (data->len == sizeof(num))
		memcpy(&num, data->data, sizeof(num));
	else if (data->len == 1)
		num = data->data[0];
	if (data->len == 1 || data->len == sizeof(num)) {
		buf_printf(out, "%d", num);
	} else {
		text_quote(out, data->data, data->len, 32);
	}
}

static void show_control(const struct value *control, struct buf *out)
{
	int64_t level = list_item(control, 0)->num;
	int64_t type = list_item(control, 1)->num;
	const struct value *data = list_item(control, 2);
	if (message_is_rights(control))
		return;
	if (message_is_credentials(control)) {
		buf_printf(out,
			   ", credentials pid %" PRId64 " uid %" PRId64
			   " gid %" PRId64,
			   list_item(data, 0)->num, list_item(data, 1)->num,
			   list_item(data, 2)->num);
		return;
	}
	if ((level == IPPROTO_IP && type == IP_RECVERR) ||
	    (level == IPPROTO_IPV6 && type == IPV6_RECVERR)) {
		show_error(&data->bytes, out);
		return;
	}
	show_other(level, type, &data->bytes, out);
}

void shown_message(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *result = &call->result.out;
	const struct value *controls = list_item(result, MESSAGE_OUT_CONTROLS);
	int64_t flags = list_item(result, MESSAGE_OUT_FLAGS)->num;
	const char *name;
	int64_t num;
	if (given_message_room(call, arg, 0, &name, &num)) {
		buf_puts(out, ", rights ");
		print_given(call, arg, out);
	}
	for (size_t i = 0; i < controls->count; i++)
		show_control(&controls->items[i], out);
	if (!flags)
		return;
	buf_puts(out, ", flags ");
	symbol_print_flags_in_c(SYMBOL_MSG, flags, out);
}
