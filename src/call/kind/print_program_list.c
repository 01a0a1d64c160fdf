/* print_program_list: lists as the lines of a C program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/list.h"
#include "call/part/print_value.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"

#include <inttypes.h>

void declare_pair(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "int sv[2] = {-1, -1};\n");
}

void express_pair(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "sv");
}

void after_pair(const struct call *call, size_t arg, struct buf *out)
{
	for (size_t i = 0; i < call->args[arg].count; i++)
		if (call->args[arg].items[i].kind == VALUE_NAME)
			buf_printf(out, "%s = sv[%zu];\n",
				   call->args[arg].items[i].name, i);
}

/* --- fcntl, ioctl ----------------------------------------------------------
 */

void declare_request_value(const struct call *call, size_t arg, struct buf *out)
{
	enum request_value value = request_of(call)->value;
	if (value == REQUEST_SET)
		buf_printf(out, "int value = %" PRId64 ";\n",
			   call->args[arg].num);
	else if (value == REQUEST_GET)
		buf_puts(out, "int value;\n");
}

void express_request_value(const struct call *call, size_t arg, struct buf *out)
{
	switch (request_of(call)->value) {
	case REQUEST_GET:
	case REQUEST_SET:
		buf_puts(out, "&value");
		return;
	case REQUEST_INT:
	case REQUEST_FLAGS:
		c_request_value(call, arg, out);
		return;
	case REQUEST_NONE:
		return;
	}
}

/* --- poll, select, epoll ---------------------------------------------------
 */

void declare_polls(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *list = &call->args[arg];
	if (!list->count)
		return;
	buf_puts(out, "struct pollfd fds[] = {\n");
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		buf_puts(out, "\t{.fd = ");
		list_print_fd(list_item(item, 0), out);
		buf_puts(out, ", .events = ");
		symbol_print_flags_in_c(SYMBOL_POLL,
					list_item(item, 1)->num & 0x7fff, out);
		buf_puts(out, "},\n");
	}
	buf_puts(out, "};\n");
}

void express_polls(const struct call *call, size_t arg, struct buf *out)
{
	size_t count = call->args[arg].count;
	buf_printf(out, "%s, %zu", count ? "fds" : "NULL", count);
}

void declare_set(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *list = &call->args[arg];
	const char *name = call->syscall->parameters[arg].name;
	if (!list->kind)
		return;
	buf_printf(out, "fd_set %s;\nFD_ZERO(&%s);\n", name, name);
	for (size_t i = 0; i < list->count; i++) {
		buf_puts(out, "FD_SET(");
		list_print_fd(&list->items[i], out);
		buf_printf(out, ", &%s);\n", name);
	}
}

void express_set(const struct call *call, size_t arg, struct buf *out)
{
	if (call->args[arg].kind)
		buf_printf(out, "&%s", call->syscall->parameters[arg].name);
	else
		buf_puts(out, "NULL");
}

/* One more than the highest descriptor, whatever the variables hold. */
void declare_count_fds(const struct call *call, size_t arg, struct buf *out)
{
	(void)arg;
	buf_puts(out, "int nfds = 0;\n");
	for (size_t i = 0; i < call->argc; i++) {
		const struct value *list = &call->args[i];
		if (call->syscall->parameters[i].kind != &kind_set)
			continue;
		for (size_t k = 0; k < list->count; k++) {
			buf_puts(out, "if (");
			list_print_fd(&list->items[k], out);
			buf_puts(out, " >= nfds)\n\tnfds = ");
			list_print_fd(&list->items[k], out);
			buf_puts(out, " + 1;\n");
		}
	}
}

void express_count_fds(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "nfds");
}

void declare_timeval(const struct call *call, size_t arg, struct buf *out)
{
	if (!call->args[arg].kind)
		return;
	buf_puts(out, "struct timeval timeout = ");
	c_numbers(call, arg, out);
	buf_puts(out, ";\n");
}

void express_timeval(const struct call *call, size_t arg, struct buf *out)
{
	buf_puts(out, call->args[arg].kind ? "&timeout" : "NULL");
}

void declare_events(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	bool list = value->kind == VALUE_LIST;
	if (!value->kind)
		return;
	buf_puts(out, "struct epoll_event event = {0};\nevent.events = ");
	symbol_print_flags_in_c(SYMBOL_EPOLL,
				list ? list_item(value, 0)->num : value->num,
				out);
	buf_puts(out, list ? ";\nevent.data.u64 = " : ";\nevent.data.fd = ");
	if (list)
		buf_printf(out, "%" PRIu64 "u",
			   (uint64_t)list_item(value, 1)->num);
	else
		list_print_fd(&call->args[arg - 1], out);
	buf_puts(out, ";\n");
}

void express_events(const struct call *call, size_t arg, struct buf *out)
{
	buf_puts(out, call->args[arg].kind ? "&event" : "NULL");
}

void declare_events_room(const struct call *call, size_t arg, struct buf *out)
{
	int64_t count = call->args[arg].num;
	buf_printf(out, "struct epoll_event events[%" PRId64 "];\n",
		   count > 0 ? count : 1);
}

void express_events_room(const struct call *call, size_t arg, struct buf *out)
{
	buf_printf(out, "events, %" PRId64, call->args[arg].num);
}
