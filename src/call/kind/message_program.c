/* message_program: struct iovec and struct msghdr as the lines of a C
 * program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/list.h"
#include "call/part/buffers.h"
#include "call/part/message.h"
#include "call/part/print_value.h"
#include "call/table/syscalls.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 32 };

void express_message(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "&msg");
}

static void declare_header(const struct value *message, struct buf *out)
{
	const struct value *iov = list_item(message, MESSAGE_IOV);
	const struct value *name = list_item(message, MESSAGE_NAME);
	program_iov(iov, out);
	if (name->kind == VALUE_ADDRESS)
		program_address(name->address, out);
	else if (name->kind)
		buf_puts(out, "struct sockaddr_storage addr;\n");
	buf_puts(out, "struct msghdr msg = {0};\n");
	if (name->kind) {
		buf_puts(out, "msg.msg_name = &addr;\nmsg.msg_namelen = ");
		if (name->kind == VALUE_ADDRESS)
			program_address_len(name->address, out);
		else
			buf_puts(out, "sizeof(addr)");
		buf_puts(out, ";\n");
	}
	if (iov->count)
		buf_printf(out, "msg.msg_iov = iov;\nmsg.msg_iovlen = %zu;\n",
			   iov->count);
}

/* Memory that is aligned for control messages. */
static void declare_control(size_t len, struct buf *out)
{
	buf_printf(out,
		   "union {\n"
		   "\tchar bytes[%zu];\n"
		   "\tstruct cmsghdr align;\n"
		   "} control = {{0}};\n"
		   "msg.msg_control = control.bytes;\n"
		   "msg.msg_controllen = sizeof(control.bytes);\n",
		   len);
}

static void print_head(const char *next, const char *type, const char *size,
		       struct buf *out)
{
	buf_printf(out,
		   "%s;\n"
		   "cmsg->cmsg_level = SOL_SOCKET;\n"
		   "cmsg->cmsg_type = %s;\n"
		   "cmsg->cmsg_len = CMSG_LEN(%s);\n",
		   next, type, size);
}

static const char first_head[] = "struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg)";

static const char next_head[] = "cmsg = CMSG_NXTHDR(&msg, cmsg)";

static void print_rights(const struct value *rights, struct buf *out)
{
	char size[NAME_SIZE];
	snprintf(size, sizeof(size), "%zu * sizeof(int)", rights->count);
	print_head(first_head, "SCM_RIGHTS", size, out);
	if (!rights->count)
		return;
	buf_puts(out, "int fds[] = {");
	for (size_t i = 0; i < rights->count; i++) {
		buf_puts(out, i ? ", " : "");
		list_print_fd(&rights->items[i], out);
	}
	buf_puts(out, "};\nmemcpy(CMSG_DATA(cmsg), fds, sizeof(fds));\n");
}

static void print_credentials(const struct value *ids, bool first,
			      struct buf *out)
{
	print_head(first ? first_head : next_head, "SCM_CREDENTIALS",
		   "sizeof(struct ucred)", out);
	buf_puts(out, "struct ucred ucred = {");
	for (size_t i = 0; i < ids->count; i++) {
		buf_puts(out, i ? ", " : "");
		list_print_fd(&ids->items[i], out);
	}
	buf_puts(out, "};\nmemcpy(CMSG_DATA(cmsg), &ucred, sizeof(ucred));\n");
}

void declare_message(const struct call *call, size_t arg, struct buf *out)
{
	struct arena arena = {0};
	const struct value *message = &call->args[arg];
	const struct value *rights = list_item(message, MESSAGE_RIGHTS);
	const struct value *ids = list_item(message, MESSAGE_CREDENTIALS);
	const struct bytes *other = &list_item(message, MESSAGE_CONTROL)->bytes;
	struct bytes control = message_control(message, &arena);
	declare_header(message, out);
	if (control.len)
		declare_control(control.len, out);
	if (rights->kind)
		print_rights(rights, out);
	if (ids->kind)
		print_credentials(ids, !rights->kind, out);
	if (other->len) {
		buf_printf(out, "memcpy(control.bytes + %zu, ",
			   control.len - other->len);
		program_string(other->data, other->len, out);
		buf_printf(out, ", %zu);\n", other->len);
	}
	arena_done(&arena);
}

void declare_message_room(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *message = &call->args[arg];
	size_t room = message_control_room(message);
	declare_header(message, out);
	if (room)
		declare_control(room, out);
}

/* The descriptors that came, into their variables. */
void after_message_room(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *rights =
		list_item(&call->args[arg], MESSAGE_RIGHTS);
	size_t named = 0;
	for (size_t i = 0; i < rights->count; i++)
		named += rights->items[i].kind == VALUE_NAME;
	if (!named)
		return;
	buf_printf(out,
		   "struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);\n"
		   "for (; cmsg; cmsg = CMSG_NXTHDR(&msg, cmsg)) {\n"
		   "\tint fds[%zu];\n"
		   "\tif (cmsg->cmsg_level != SOL_SOCKET ||\n"
		   "\t    cmsg->cmsg_type != SCM_RIGHTS ||\n"
		   "\t    cmsg->cmsg_len < CMSG_LEN(sizeof(fds)))\n"
		   "\t\tcontinue;\n"
		   "\tmemcpy(fds, CMSG_DATA(cmsg), sizeof(fds));\n",
		   rights->count);
	for (size_t i = 0; i < rights->count; i++)
		if (rights->items[i].kind == VALUE_NAME)
			buf_printf(out, "\t%s = fds[%zu];\n",
				   rights->items[i].name, i);
	buf_puts(out, "}\n");
}
