/* message_python: struct msghdr as Python writes it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where C has one structure Python has several arguments of sendmsg(),
 * recvmsg() and recvmsg_into().
 */
#include "call/part/buffers.h"
#include "call/part/message.h"
#include "call/part/row.h"

#include <inttypes.h>
#include <string.h>

static void print_rights(const struct value *rights, struct buf *out)
{
	buf_puts(out, "(socket.SOL_SOCKET, socket.SCM_RIGHTS, "
		      "array.array(\"i\", ");
	python_print_items(rights, python_print_fileno, out);
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
	python_print_items(list_item(message, MESSAGE_IOV),
			   python_print_data_item, out);
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
		python_print_items(iov, python_print_room_item, out);
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
