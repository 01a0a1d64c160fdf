/* request_strace: what fcntl(2) and ioctl(2) take, as strace(1) shows it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/interface.h"
#include "call/part/row.h"
#include "call/table/request.h"

#include <fcntl.h>
#include <inttypes.h>

void strace_command(const struct call *call, size_t arg, size_t part,
		    struct buf *out)
{
	const char *name = command_name(call->args[arg].num);
	if (name)
		buf_puts(out, name);
	else
		strace_constant(call, arg, part, out);
}

/* {type=F_OWNER_PID, pid=2} */
static void print_owner(int64_t owner, struct buf *out)
{
	static const char *const types[] = {"F_OWNER_TID", "F_OWNER_PID",
					    "F_OWNER_PGRP"};
	uint32_t type = (uint32_t)owner;
	buf_puts(out, "{type=");
	if (type < COUNT(types))
		buf_puts(out, types[type]);
	else
		buf_printf(out, "%#" PRIx32 " /* F_OWNER_??? */", type);
	buf_printf(out, ", pid=%" PRId32 "}", (int32_t)(owner >> 32));
}

/* A request of ioctl that has no name is shown by its parts. */
void strace_request(const struct call *call, size_t arg, size_t part,
		    struct buf *out)
{
	static const char *const ways[] = {"_IOC_NONE", "_IOC_WRITE",
					   "_IOC_READ", "_IOC_READ|_IOC_WRITE"};
	(void)part;
	uint32_t num = (uint32_t)call->args[arg].num;
	const char *name = request_name(num);
	if (name)
		buf_puts(out, name);
	else
		buf_printf(out, "_IOC(%s, %#x, %#x, %#x)", ways[num >> 30],
			   num >> 8 & 0xff, num & 0xff, num >> 16 & 0x3fff);
}

/* O_RDONLY is 0, and strace says it all the same. */
static void print_flags(enum symbol_group group, int64_t num, struct buf *out)
{
	enum { ACCESS = 3 };
	static const char *const access[] = {"O_RDONLY", "O_WRONLY", "O_RDWR",
					     "O_ACCMODE"};
	if (group != SYMBOL_FILE) {
		strace_print_flags(group, num, "FD_???", out);
		return;
	}
	buf_puts(out, access[num & ACCESS]);
	if (!(uint32_t)(num & ~(int64_t)ACCESS))
		return;
	buf_putc(out, '|');
	symbol_print_flags(group, num & ~(int64_t)ACCESS, out);
}

/* What stands in memory for the kernel to read, or to write. */
static void print_pointed(const struct call *call,
			  const struct request *request, struct buf *out)
{
	int64_t num = call->args[2].num, read = call->result.option;
	bool is_written = request->value == REQUEST_GET ||
			  request->value == REQUEST_GET_OWNER;
	if (is_written && strace_failed(call))
		buf_puts(out, STRACE_UNKNOWN);
	else if (request->value == REQUEST_GET_OWNER)
		print_owner(read, out);
	else if (request->value == REQUEST_SET_OWNER)
		print_owner(num, out);
	else
		buf_printf(out, "[%" PRId64 "]", is_written ? read : num);
}

void strace_request_value(const struct call *call, size_t arg, size_t part,
			  struct buf *out)
{
	const struct request *request = request_of(call);
	int64_t num = call->args[arg].num;
	bool owner = call->syscall->parameters[1].kind->group == SYMBOL_FCNTL &&
		     !request->makes_fd;
	switch (request->value) {
	case REQUEST_FLAGS:
		print_flags(request->group, num, out);
		return;
	case REQUEST_INTERFACE:
		interface_strace(call, arg, part, out);
		return;
	case REQUEST_INTERFACES:
		interfaces_strace(call, arg, part, out);
		return;
	case REQUEST_SIGNAL:
		strace_print_signal(num, out);
		return;
	case REQUEST_GET:
	case REQUEST_SET:
	case REQUEST_GET_OWNER:
	case REQUEST_SET_OWNER:
		print_pointed(call, request, out);
		return;
	case REQUEST_NONE:
	case REQUEST_INT:
		break;
	}
	if (request->number < 0)
		buf_printf(out, "%#" PRIx32, (uint32_t)num);
	else if (owner)
		buf_printf(out, "%" PRId64, num);
	else
		buf_printf(out, "%" PRIu32, (uint32_t)num);
}

bool strace_request_result(const struct call *call, size_t arg, struct buf *out)
{
	(void)arg;
	const struct request *request = request_of(call);
	if (request->number == F_GETSIG && call->result.value > 0) {
		buf_printf(out, "%" PRId64 " (", call->result.value);
		strace_print_signal(call->result.value, out);
		buf_putc(out, ')');
		return true;
	}
	if (!request->returns_flags || !call->result.value)
		return false;
	buf_printf(out, "%#" PRIx64 " (flags ", call->result.value);
	print_flags(request->group, call->result.value, out);
	buf_putc(out, ')');
	return true;
}
