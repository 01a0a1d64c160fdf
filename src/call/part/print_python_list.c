/* print_python_list: lists and messages as Python writes them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where C has one structure Python has several arguments, and poll(2) is an
 * object of the select module with a method for each descriptor.
 */
#include "call/list.h"
#include "call/part/message.h"
#include "call/part/print_value.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"

#include <inttypes.h>
#include <string.h>
#include <sys/epoll.h>

typedef void item_fn(const struct value *item, struct buf *out);

static void print_items(const struct value *list, item_fn *print,
			struct buf *out)
{
	buf_putc(out, '[');
	for (size_t i = 0; i < list->count; i++) {
		buf_puts(out, i ? ", " : "");
		print(&list->items[i], out);
	}
	buf_putc(out, ']');
}

static void print_data(const struct value *item, struct buf *out)
{
	python_print_data(&item->bytes, out);
}

static void print_room(const struct value *item, struct buf *out)
{
	buf_printf(out, "bytearray(%" PRId64 ")", item->num);
}

static void print_number(const struct value *item, struct buf *out)
{
	if (item->kind == VALUE_NAME)
		buf_printf(out, "%s.fileno()", item->name);
	else
		buf_printf(out, "%" PRId64, item->num);
}

void python_pair(const struct call *call, size_t arg, struct buf *out)
{
	list_print_fd(list_item(&call->args[arg], 0), out);
	buf_puts(out, ", ");
	list_print_fd(list_item(&call->args[arg], 1), out);
}

void python_request_value(const struct call *call, size_t arg, struct buf *out)
{
	const struct request *request = request_of(call);
	int64_t num = call->args[arg].num;
	switch (request->value) {
	case REQUEST_FLAGS:
		python_print_flags(request->group, num, out);
		return;
	case REQUEST_SET:
		buf_printf(out, "struct.pack(\"i\", %" PRId64 ")", num);
		return;
	case REQUEST_GET:
		buf_puts(out, "bytes(4)");
		return;
	case REQUEST_INT:
	case REQUEST_NONE:
		buf_printf(out, "%" PRId64, num);
		return;
	}
}

/* --- poll, select, epoll ---------------------------------------------------
 */

void python_polls(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *list = &call->args[arg];
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		buf_puts(out, "; p.register(");
		list_print_fd(list_item(item, 0), out);
		buf_puts(out, ", ");
		python_print_flags(SYMBOL_POLL,
				   (uint16_t)list_item(item, 1)->num, out);
		buf_putc(out, ')');
	}
}

void python_set(const struct call *call, size_t arg, struct buf *out)
{
	print_items(&call->args[arg], list_print_fd, out);
}

/* Seconds with as many decimals as they need, one at least. */
static void print_seconds(int64_t seconds, int64_t micro, struct buf *out)
{
	buf_printf(out, "%" PRId64 ".%06" PRId64, seconds, micro);
	while (out->data[out->len - 1] == '0' && out->data[out->len - 2] != '.')
		out->data[--out->len] = '\0';
}

void python_timeval(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *time = &call->args[arg];
	print_seconds(list_item(time, 0)->num, list_item(time, 1)->num, out);
}

void python_timeout(const struct call *call, size_t arg, struct buf *out)
{
	int64_t milli = call->args[arg].num;
	// The poll object of Python takes milliseconds too, epoll seconds.
	if (milli < 0)
		buf_puts(out, "-1");
	else if (call->syscall->parameters[0].kind == &kind_poll)
		buf_printf(out, "%" PRId64, milli);
	else
		print_seconds(milli / 1000, milli % 1000 * 1000, out);
}

void python_epoll_op(const struct call *call, size_t arg, struct buf *out)
{
	switch (call->args[arg].num) {
	case EPOLL_CTL_ADD:
		buf_puts(out, "register");
		return;
	case EPOLL_CTL_DEL:
		buf_puts(out, "unregister");
		return;
	default:
		buf_puts(out, "modify");
	}
}

void python_events(const struct call *call, size_t arg, struct buf *out)
{
	python_print_flags(SYMBOL_EPOLL, call->args[arg].num, out);
}

/* --- buffers and messages --------------------------------------------------
 */

void python_buffers(const struct call *call, size_t arg, struct buf *out)
{
	print_items(&call->args[arg], print_data, out);
}

void python_rooms(const struct call *call, size_t arg, struct buf *out)
{
	print_items(&call->args[arg], print_room, out);
}

static void print_rights(const struct value *rights, struct buf *out)
{
	buf_puts(out, "(socket.SOL_SOCKET, socket.SCM_RIGHTS, "
		      "array.array(\"i\", ");
	print_items(rights, print_number, out);
	buf_puts(out, "))");
}

static void print_credentials(const struct value *ids, struct buf *out)
{
	buf_puts(out, "(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, "
		      "struct.pack(\"iII\"");
	for (size_t i = 0; i < ids->count; i++) {
		const struct value *id = &ids->items[i];
		buf_puts(out, ", ");
		// The C functions are in Python's os module.
		buf_puts(out, id->kind == VALUE_NAME ? "os." : "");
		list_print_fd(id, out);
	}
	buf_puts(out, "))");
}

/* Control messages that the call has as bytes. */
static void print_others(const struct bytes *bytes, const char *join,
			 struct buf *out)
{
	struct arena arena = {0};
	struct value list = message_controls(bytes->data, bytes->len, &arena);
	for (size_t i = 0; i < list.count; i++) {
		const struct value *control = &list.items[i];
		const struct value *data = list_item(control, 2);
		if (data->kind != VALUE_BYTES)
			continue;
		buf_printf(out, "%s(%" PRId64 ", %" PRId64 ", ", join,
			   list_item(control, 0)->num,
			   list_item(control, 1)->num);
		python_print_data(&data->bytes, out);
		buf_putc(out, ')');
		join = ", ";
	}
	arena_done(&arena);
}

static void print_ancillary(const struct value *message, struct buf *out)
{
	const struct value *rights = list_item(message, MESSAGE_RIGHTS);
	const struct value *ids = list_item(message, MESSAGE_CREDENTIALS);
	buf_putc(out, '[');
	if (rights->kind)
		print_rights(rights, out);
	if (ids->kind) {
		buf_puts(out, rights->kind ? ", " : "");
		print_credentials(ids, out);
	}
	print_others(&list_item(message, MESSAGE_CONTROL)->bytes,
		     rights->kind || ids->kind ? ", " : "", out);
	buf_putc(out, ']');
}

static int64_t flags_of(const struct call *call, size_t arg)
{
	return arg + 1 < call->argc ? call->args[arg + 1].num : 0;
}

/* The buffers, and of the other arguments of socket.sendmsg() those up to the
 * last that is not its default. */
void python_message(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *message = &call->args[arg];
	const struct value *name = list_item(message, MESSAGE_NAME);
	int64_t flags = flags_of(call, arg);
	bool control = list_item(message, MESSAGE_RIGHTS)->kind ||
		       list_item(message, MESSAGE_CREDENTIALS)->kind ||
		       list_item(message, MESSAGE_CONTROL)->kind;
	print_items(list_item(message, MESSAGE_IOV), print_data, out);
	if (!control && !flags && !name->kind)
		return;
	buf_puts(out, ", ");
	print_ancillary(message, out);
	if (!flags && !name->kind)
		return;
	buf_puts(out, ", ");
	python_print_flags(SYMBOL_MSG, flags, out);
	if (!name->kind)
		return;
	buf_puts(out, ", ");
	python_print_address(value_address(name), out);
}

/* "socket.CMSG_SPACE(12) + socket.CMSG_LEN(4)": the room that the members ask
 * for. */
static void print_control_room(const struct value *message, struct buf *out)
{
	size_t rights = list_item(message, MESSAGE_RIGHTS)->count;
	const char *join = "";
	struct value rest = *message;
	struct value items[MESSAGE_MEMBERS];
	memcpy(items, message->items, sizeof(items));
	items[MESSAGE_RIGHTS].kind = items[MESSAGE_CREDENTIALS].kind = 0;
	rest.items = items;
	size_t others = message_control_room(&rest);
	if (others) {
		buf_printf(out, "%zu", others);
		join = " + ";
	}
	if (list_item(message, MESSAGE_CREDENTIALS)->kind) {
		buf_printf(out, "%ssocket.CMSG_SPACE(12)", join);
		join = " + ";
	}
	if (list_item(message, MESSAGE_RIGHTS)->kind)
		buf_printf(out, "%ssocket.CMSG_LEN(%zu)", join,
			   rights * sizeof(int));
}

/* The descriptors that came last become sockets. */
static void print_given(const struct value *rights, struct buf *out)
{
	for (size_t i = 0; i < rights->count; i++) {
		if (rights->items[i].kind != VALUE_NAME)
			continue;
		buf_printf(out,
			   "; %s = socket.socket(fileno=array.array(\"i\", "
			   "ancdata[-1][2])[%zu])",
			   rights->items[i].name, i);
	}
}

/* The method too: recvmsg() makes one buffer by itself. */
void python_message_room(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *message = &call->args[arg];
	const struct value *iov = list_item(message, MESSAGE_IOV);
	int64_t flags = flags_of(call, arg);
	size_t room = message_control_room(message);
	buf_puts(out, iov->count == 1 ? "recvmsg(" : "recvmsg_into(");
	if (iov->count == 1)
		buf_printf(out, "%" PRId64, iov->items[0].num);
	else
		print_items(iov, print_room, out);
	if (room || flags) {
		buf_puts(out, ", ");
		if (room)
			print_control_room(message, out);
		else
			buf_putc(out, '0');
	}
	if (flags) {
		buf_puts(out, ", ");
		python_print_flags(SYMBOL_MSG, flags, out);
	}
	buf_putc(out, ')');
	print_given(list_item(message, MESSAGE_RIGHTS), out);
}
