/* option_strace: options of sockets as strace(1) shows them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/row.h"
#include "call/table/option.h"

#include <inttypes.h>
#include <netdb.h>
#include <string.h>

void strace_option(const struct call *call, size_t arg, size_t part,
		   struct buf *out)
{
	(void)part;
	static const struct {
		enum symbol_group group;
		const char *comment;
	} comments[] = {
		{SYMBOL_SO, "SO_???"},	   {SYMBOL_IP, "IP_???"},
		{SYMBOL_IPV6, "IPV6_???"}, {SYMBOL_TCP, "TCP_???"},
		{SYMBOL_UDP, "UDP_???"},
	};
	int64_t num = call->args[arg].num;
	enum symbol_group group = symbol_option_group(call->args[arg - 1].num);
	for (size_t i = 0; i < COUNT(comments); i++) {
		if (comments[i].group == group) {
			strace_print_symbol(group, num, comments[i].comment,
					    out);
			return;
		}
	}
	buf_printf(out, "%u", (unsigned)num);
}

/* The first interface of every network is lo; what others are called, only
 * their host knows. */
static void print_interface(const char *field, int64_t index, struct buf *out)
{
	enum { LOOPBACK = 1 };
	if (index == LOOPBACK)
		buf_printf(out, "%s=if_nametoindex(\"lo\")", field);
	else
		buf_printf(out, "%s=%" PRId64, field, index);
}

static void print_field(const struct option_field *field,
			const unsigned char *data, struct buf *out)
{
	char host[INET6_ADDRSTRLEN];
	if (field->type == '6')
		buf_printf(out, "inet_pton(AF_INET6, \"%s\", &%s)",
			   option_field_host(field, data, host), field->name);
	else if (field->type == '4')
		buf_printf(out, "%s=inet_addr(\"%s\")", field->name,
			   option_field_host(field, data, host));
	else if (field->type == 'n')
		print_interface(field->name, option_field_get(field, data),
				out);
	else
		buf_printf(out, "%s=%" PRId64, field->name,
			   option_field_get(field, data));
}

/* To join and to leave a group of any family: the address in the structure has
 * a length of its own. Returns false where it is too short to be one. */
static bool print_group(const struct bytes *bytes, struct buf *out)
{
	struct group_req request;
	struct address group = {.len = sizeof(group.as.in)};
	if (bytes->len < sizeof(request))
		return false;
	memcpy(&request, bytes->data, sizeof(request));
	if (request.gr_group.ss_family == AF_INET6)
		group.len = sizeof(group.as.in6);
	memcpy(&group.as, &request.gr_group, group.len);
	buf_putc(out, '{');
	print_interface("gr_interface", request.gr_interface, out);
	buf_puts(out, ", gr_group=");
	address_print_strace(&group, out);
	buf_putc(out, '}');
	return true;
}

static bool takes_group(const struct call *call)
{
	int64_t level = call->args[1].num, name = call->args[2].num;
	return (level == IPPROTO_IP || level == IPPROTO_IPV6) &&
	       (name == MCAST_JOIN_GROUP || name == MCAST_LEAVE_GROUP);
}

static const struct option_shape *shape_of(const struct call *call)
{
	const struct option *option = option_of(call);
	return option ? option->shape : NULL;
}

/* The value of an option that is in `bytes`; `shape` when strace knows it. */
static void print_option(const struct option_shape *shape,
			 const struct bytes *bytes, struct buf *out)
{
	int num;
	if (shape && bytes->len < shape->size) {
		buf_puts(out, STRACE_UNKNOWN);
	} else if (shape) {
		for (size_t i = 0; i < option_fields(shape); i++) {
			buf_puts(out, i ? ", " : "{");
			print_field(&shape->fields[i], bytes->data, out);
		}
		buf_putc(out, '}');
	} else if (bytes->data && bytes->len == sizeof(num)) {
		memcpy(&num, bytes->data, sizeof(num));
		buf_printf(out, "[%d]", num);
	} else {
		text_quote(out, bytes->data, bytes->len, STRACE_STRINGS_MOST);
	}
}

/* An option of sockets whose value is an int, in memory of another size. */
static bool takes_int(const struct call *call)
{
	return call->args[1].num == SOL_SOCKET && !option_of(call);
}

static void print_first_int(const struct bytes *bytes, struct buf *out)
{
	int num;
	if (bytes->len < sizeof(num)) {
		buf_puts(out, STRACE_UNKNOWN);
		return;
	}
	memcpy(&num, bytes->data, sizeof(num));
	buf_printf(out, "[%d]", num);
}

void strace_option_value(const struct call *call, size_t arg, size_t part,
			 struct buf *out)
{
	const struct value *value = &call->args[arg];
	const struct option_shape *shape = shape_of(call);
	if (shape && !shape->in_strace_set)
		shape = NULL;
	if (value->kind == VALUE_OPTION && part)
		buf_printf(out, "%zu", value->bytes.len);
	else if (value->kind == VALUE_OPTION && takes_int(call))
		print_first_int(&value->bytes, out);
	else if (value->kind == VALUE_OPTION && takes_group(call) &&
		 print_group(&value->bytes, out))
		return;
	else if (takes_group(call))
		buf_puts(out, part ? "4" : STRACE_UNKNOWN);
	else if (value->kind == VALUE_OPTION)
		print_option(shape, &value->bytes, out);
	else
		buf_printf(out, part ? "4" : "[%" PRId64 "]", value->num);
}

/* SO_ERROR is an errno by name, other ints are numbers. */
static void print_int(const struct call *call, struct buf *out)
{
	int64_t num = call->result.option;
	const char *name = NULL;
	if (call->args[1].num == SOL_SOCKET && call->args[2].num == SO_ERROR)
		name = symbol_name(SYMBOL_ERRNO, num);
	if (name)
		buf_printf(out, "[%s]", name);
	else
		buf_printf(out, "[%" PRId64 "]", num);
}

void strace_option_room(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	(void)arg;
	const struct bytes *data = &call->result.data;
	const struct option_shape *shape = shape_of(call);
	if (shape && !shape->in_strace_get)
		shape = NULL;
	bool is_int = !option_of(call) && !data->data &&
		      call->room != CALL_ROOM_EMPTY;
	size_t len = is_int ? sizeof(int) : data->len;
	if (strace_print_undecoded(call, part, out))
		return;
	if (part)
		strace_print_length(call, raw_option_room(call), len, out);
	else if (strace_failed(call) || !len)
		buf_puts(out, STRACE_UNKNOWN);
	else if (is_int)
		print_int(call, out);
	else
		print_option(shape, data, out);
}
