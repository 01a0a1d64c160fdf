/* print_python_value: the arguments of a call as Python writes them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/print_value.h"
#include "call/part/raw_value.h"
#include "call/table/option.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

/* Bytes as Python writes them: b"hello\n". */
void python_print_bytes(const unsigned char *data, size_t len, struct buf *out)
{
	static const char bytes[] = "\n\t\r\"\\", letters[] = "ntr\"\\";
	buf_puts(out, "b\"");
	for (size_t i = 0; i < len; i++) {
		const char *named = data[i] ? strchr(bytes, data[i]) : NULL;
		if (named)
			buf_printf(out, "\\%c", letters[named - bytes]);
		else if (data[i] >= ' ' && data[i] < 0x7f)
			buf_putc(out, (char)data[i]);
		else
			buf_printf(out, "\\x%02x", data[i]);
	}
	buf_putc(out, '"');
}

void python_print_constant(enum symbol_group group, int64_t num,
			   struct buf *out)
{
	const char *name = symbol_name_in_python(group, num);
	if (name)
		buf_printf(out, "%s.%s", symbol_module(group), name);
	else
		buf_printf(out, "%" PRId64, num);
}

/* Flags joined by " | ", what has no name as one number. */
static void print_flags(enum symbol_group group, int64_t num, const char *join,
			struct buf *out)
{
	uint32_t left = (uint32_t)num, nameless = 0;
	for (uint32_t bit = 1; left; bit <<= 1) {
		if (!(left & bit))
			continue;
		left &= ~bit;
		const char *name = symbol_name_in_python(group, bit);
		if (!name) {
			nameless |= bit;
			continue;
		}
		buf_printf(out, "%s%s.%s", join, symbol_module(group), name);
		join = " | ";
	}
	if (nameless)
		buf_printf(out, "%s%#x", join, nameless);
}

void python_print_flags(enum symbol_group group, int64_t num, struct buf *out)
{
	if ((uint32_t)num)
		print_flags(group, num, "", out);
	else
		buf_putc(out, '0');
}

void python_fd(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	if (value->kind == VALUE_NAME)
		buf_puts(out, value->name);
	else
		buf_printf(out, "socket.socket(fileno=%" PRId64 ")",
			   value->num);
}

void python_number(const struct call *call, size_t arg, struct buf *out)
{
	buf_printf(out, "%" PRId64, call->args[arg].num);
}

void python_constant(const struct call *call, size_t arg, struct buf *out)
{
	const struct kind *row = call->syscall->parameters[arg].kind;
	int64_t num = call->args[arg].num;
	if (row->flags && num)
		print_flags(row->group, num, "", out);
	else
		python_print_constant(row->group, num, out);
}

void python_option(const struct call *call, size_t arg, struct buf *out)
{
	python_print_constant(symbol_option_group(call->args[arg - 1].num),
			      call->args[arg].num, out);
}

void python_type(const struct call *call, size_t arg, struct buf *out)
{
	enum { TYPE = 0xf }; // The kernel's SOCK_TYPE_MASK.
	int64_t num = call->args[arg].num;
	python_print_constant(SYMBOL_TYPE, num & TYPE, out);
	print_flags(SYMBOL_TYPE_FLAG, num & ~(int64_t)TYPE, " | ", out);
}

/* Of the flags of accept4(2) Python sets SOCK_CLOEXEC by itself; the other one
 * becomes the argument of setblocking(). */
void python_accept(const struct call *call, size_t arg, struct buf *out)
{
	buf_puts(out, call->args[arg].num & SOCK_NONBLOCK ? "False" : "True");
}

static void print_path(const struct address *address, struct buf *out)
{
	bool abstract;
	size_t len = address_un_path(address, &abstract);
	struct buf bytes = {0};
	python_print_bytes((const unsigned char *)address->as.un.sun_path, len,
			   &bytes);
	// ASCII is a str; other bytes stay bytes, which Python takes too.
	const char *text = buf_text(&bytes);
	bool ascii = true;
	for (size_t i = 0; i < len; i++)
		ascii = ascii &&
			(unsigned char)address->as.un.sun_path[i] < 0x80;
	if (abstract && ascii &&
	    (len < 2 || address->as.un.sun_path[1] < '0' ||
	     address->as.un.sun_path[1] > '7'))
		buf_printf(out, "\"\\0%s", text + strlen("b\"\\x00"));
	else
		buf_puts(out, ascii ? text + 1 : text);
	buf_done(&bytes);
}

void python_print_address(const struct address *address, struct buf *out)
{
	const struct sockaddr_in6 *in6 = &address->as.in6;
	char host[INET6_ADDRSTRLEN];
	switch (address_port(address) < 0 ? -1 : address_family(address)) {
	case AF_INET:
		inet_ntop(AF_INET, &address->as.in.sin_addr, host,
			  sizeof(host));
		buf_printf(out, "(\"%s\", %d)", host, address_port(address));
		break;
	case AF_INET6:
		inet_ntop(AF_INET6, &in6->sin6_addr, host, sizeof(host));
		buf_printf(out, "(\"%s\", %d", host, address_port(address));
		if (in6->sin6_scope_id)
			buf_printf(out, ", %u, %u", ntohl(in6->sin6_flowinfo),
				   in6->sin6_scope_id);
		buf_putc(out, ')');
		break;
	default:
		print_path(address, out);
	}
}

void python_address(const struct call *call, size_t arg, struct buf *out)
{
	python_print_address(value_address(&call->args[arg]), out);
}

void python_print_data(const struct bytes *bytes, struct buf *out)
{
	size_t len = bytes->repeat ? bytes->len / bytes->repeat : bytes->len;
	python_print_bytes(bytes->data, len, out);
	if (bytes->repeat)
		buf_printf(out, " * %zu", bytes->repeat);
}

void python_data(const struct call *call, size_t arg, struct buf *out)
{
	python_print_data(&call->args[arg].bytes, out);
}

/* The structure by parts: addresses by inet_aton(), numbers by struct.pack(),
 * whose format letters are those of the fields ('u' is its 'I'). */
static void print_structure(const struct option_shape *shape,
			    const unsigned char *data, struct buf *out)
{
	size_t count = option_fields(shape);
	char host[INET6_ADDRSTRLEN];
	struct buf format = {0}, numbers = {0};
	const char *join = "";
	for (size_t i = 0; i < count; i++) {
		const struct option_field *field = &shape->fields[i];
		if (strchr("46", field->type)) {
			option_field_host(field, data, host);
			buf_printf(out,
				   field->type == '4'
					   ? "%ssocket.inet_aton(\"%s\")"
					   : "%ssocket.inet_pton("
					     "socket.AF_INET6, \"%s\")",
				   join, host);
			join = " + ";
			continue;
		}
		buf_putc(&format, field->type == 'u' ? 'I' : field->type);
		buf_printf(&numbers, ", %" PRId64,
			   option_field_get(field, data));
	}
	if (format.len)
		buf_printf(out, "%sstruct.pack(\"%s\"%s)", join,
			   buf_text(&format), buf_text(&numbers));
	buf_done(&format);
	buf_done(&numbers);
}

void python_option_value(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	const struct option *option = option_of(call);
	if (value->kind != VALUE_OPTION)
		python_number(call, arg, out);
	else if (option && option->shape &&
		 option->shape->size == value->bytes.len)
		print_structure(option->shape, value->bytes.data, out);
	else
		python_data(call, arg, out);
}

void python_option_room(const struct call *call, size_t arg, struct buf *out)
{
	(void)arg;
	buf_printf(out, "%zu", raw_option_room(call));
}

/* --- what is left out ------------------------------------------------------
 */

bool python_is_unset(const struct call *call, size_t arg)
{
	return !call->args[arg].kind;
}

bool python_option_is_int(const struct call *call, size_t arg)
{
	(void)arg;
	return !option_of(call);
}

bool python_accept_blocks(const struct call *call, size_t arg)
{
	return !(call->args[arg].num & SOCK_NONBLOCK);
}

bool python_request_is_unset(const struct call *call, size_t arg)
{
	return !call->args[arg].kind && request_of(call)->value != REQUEST_GET;
}
